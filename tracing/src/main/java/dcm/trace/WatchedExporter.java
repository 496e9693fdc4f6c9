package dcm.trace;

import io.opentelemetry.exporter.internal.FailedExportException.HttpExportException;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Logs once that the collector does not take spans, and once that it does again; for a collector that fails now and then, at most once a
 * minute. The library itself would log each failure.
 */
final class WatchedExporter implements SpanExporter {
    private static final Logger LOG = Logger.getLogger(WatchedExporter.class);
    private static final long PAUSE = Duration.ofMinutes(1).toNanos();

    private final SpanExporter exporter;
    private final URI address;
    private final LongSupplier nanoTime;
    private boolean reported;
    private long nextReport;

    WatchedExporter(SpanExporter exporter, URI address, LongSupplier nanoTime) {
        this.exporter = exporter;
        this.address = address;
        this.nanoTime = nanoTime;
        this.nextReport = nanoTime.getAsLong();
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        CompletableResultCode result = exporter.export(spans);
        result.whenComplete(() -> note(result));
        return result;
    }

    private synchronized void note(CompletableResultCode result) {
        if (result.isSuccess()) {
            if (reported) {
                LOG.infof("traces are sent again: address=%s", address);
            }
            reported = false;
        } else if (!reported && nanoTime.getAsLong() - nextReport >= 0) {
            reported = true;
            nextReport = nanoTime.getAsLong() + PAUSE;
            LOG.warnf(
                    "traces cannot be sent and are dropped until the collector answers: address=%s reason=%s",
                    address, reason(result.getFailureThrowable()));
        }
    }

    /** The library's exception has no message. */
    private static @Nullable Object reason(@Nullable Throwable failure) {
        if (failure instanceof HttpExportException refused && refused.getResponse() != null) {
            return "HTTP status " + refused.getResponse().statusCode();
        }
        return failure != null && failure.getCause() != null ? failure.getCause() : failure;
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }
}
