package dcm.trace;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.net.URI;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** Logs once that the collector does not take spans, and once that it does again. The library itself would log each failure. */
final class WatchedExporter implements SpanExporter {
    private static final Logger LOG = Logger.getLogger(WatchedExporter.class);

    private final SpanExporter exporter;
    private final URI address;
    private final AtomicBoolean failing = new AtomicBoolean();

    WatchedExporter(SpanExporter exporter, URI address) {
        this.exporter = exporter;
        this.address = address;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        CompletableResultCode result = exporter.export(spans);
        result.whenComplete(() -> note(result));
        return result;
    }

    private void note(CompletableResultCode result) {
        if (failing.getAndSet(!result.isSuccess()) == !result.isSuccess()) {
            return;
        }
        if (result.isSuccess()) {
            LOG.infof("traces are sent again: address=%s", address);
        } else {
            LOG.warnf(
                    "traces cannot be sent and are dropped until the collector answers: address=%s reason=%s",
                    address, result.getFailureThrowable());
        }
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
