package dcm.trace;

import dcm.contract.envelope.TraceParent;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Starts spans. They are sent to a collector, or without one have no effect. Thread-safe. */
public final class Tracing implements AutoCloseable {
    private static final String SCOPE = "dcm";
    private static final String PATH = "/v1/traces";
    private static final Duration BATCH = Duration.ofSeconds(1);
    private static final long CLOSING_SECONDS = 2;

    private final Tracer tracer;
    private final Runnable close;

    private Tracing(Tracer tracer, Runnable close) {
        this.tracer = tracer;
        this.close = close;
    }

    /** Without a collector. */
    public static Tracing off() {
        return new Tracing(TracerProvider.noop().get(SCOPE), () -> {});
    }

    /**
     * With the collector at {@code endpoint}, which takes OTLP in HTTP. Spans are dropped while it does not answer.
     *
     * @param endpoint with or without the path {@code /v1/traces}
     * @param service the name of this service
     * @param sampled the share of new traces that are recorded, from 0 to 1
     * @throws IllegalArgumentException if {@code endpoint} contains a user or password, which would be logged
     */
    static Tracing to(URI endpoint, String service, double sampled) {
        if (endpoint.getRawUserInfo() != null) {
            throw new IllegalArgumentException("DCM_OTLP_ENDPOINT must not contain a user or password");
        }
        String base = endpoint.toString().replaceFirst("/+$", "");
        var exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(base.endsWith(PATH) ? base : base + PATH)
                .build();
        return of(
                BatchSpanProcessor.builder(new WatchedExporter(exporter, endpoint, System::nanoTime))
                        .setScheduleDelay(BATCH)
                        .build(),
                service,
                sampled);
    }

    /** The same, with spans that {@code processor} gets. */
    public static Tracing of(SpanProcessor processor, String service, double sampled) {
        SdkTracerProvider provider = SdkTracerProvider.builder()
                .setResource(Resource.getDefault()
                        .merge(Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), service))))
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(sampled)))
                .addSpanProcessor(processor)
                .build();
        return new Tracing(provider.get(SCOPE), () -> provider.shutdown().join(CLOSING_SECONDS, TimeUnit.SECONDS));
    }

    /** Starts the first span of a trace. */
    public TraceSpan root(String name, SpanKind kind) {
        return TraceSpan.start(tracer, name, kind, Context.root(), TraceParent.fresh());
    }

    /** Starts a span of the trace that a request or record has come with. The trace is recorded if it was there. */
    public TraceSpan child(TraceParent parent, String name, SpanKind kind) {
        SpanContext remote = SpanContext.createFromRemoteParent(
                parent.traceId(),
                parent.spanId(),
                parent.isSampled() ? TraceFlags.getSampled() : TraceFlags.getDefault(),
                TraceState.getDefault());
        return TraceSpan.start(tracer, name, kind, Context.root().with(Span.wrap(remote)), parent);
    }

    /** Sends what is left, as far as the collector takes it within two seconds. */
    @Override
    public void close() {
        close.run();
    }
}
