package dcm.trace;

import dcm.contract.envelope.Envelope;
import dcm.contract.envelope.TraceParent;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.Optional;

/**
 * A span under way. A span that is never closed is not sent. Without a collector, it only carries the context of its parent. Thread-safe.
 */
public final class TraceSpan implements AutoCloseable {
    private static final ScopedValue<TraceSpan> CURRENT = ScopedValue.newInstance();

    private final Tracer tracer;
    private final Span span;
    private final TraceParent context;

    private TraceSpan(Tracer tracer, Span span, TraceParent without) {
        this.tracer = tracer;
        this.span = span;
        SpanContext own = span.getSpanContext();
        this.context = own.isValid() ? TraceParent.of(own.getTraceId(), own.getSpanId(), own.isSampled()) : without;
    }

    /** @param without the context without a collector */
    static TraceSpan start(Tracer tracer, String name, SpanKind kind, Context parent, TraceParent without) {
        Span span = tracer.spanBuilder(name).setSpanKind(kind).setParent(parent).startSpan();
        return new TraceSpan(tracer, span, without);
    }

    /** The span within which the current thread works, see {@link #run}. */
    public static Optional<TraceSpan> current() {
        return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
    }

    /** What requests and records that this span causes name as their parent. */
    public TraceParent context() {
        return context;
    }

    /** Starts a span within this one. */
    public TraceSpan child(String name, SpanKind kind) {
        return start(tracer, name, kind, Context.root().with(span), context);
    }

    public TraceSpan set(SpanAttribute attribute, String value) {
        span.setAttribute(attribute.key(), value);
        return this;
    }

    /** Sets the intent that a record is or belongs to, if there is one. */
    public TraceSpan intentOf(Envelope record) {
        record.intent().ifPresent(intent -> set(SpanAttribute.INTENT, intent.value()));
        return this;
    }

    public TraceSpan set(SpanAttribute attribute, long value) {
        span.setAttribute(attribute.key(), value);
        return this;
    }

    public void rename(String name) {
        span.updateName(name);
    }

    /** Marks the span as failed. Messages of failures can contain names, so the span gets only the class. */
    public void fail(Throwable failure) {
        fail(failure.getClass().getName());
    }

    /** Marks the span as failed with a type of error. */
    public void fail(String type) {
        set(SpanAttribute.ERROR, type);
        span.setStatus(StatusCode.ERROR);
    }

    /** Sets the status of the response. The span fails if it is {@code failed} or above. */
    public void answered(int status, int failed) {
        set(SpanAttribute.STATUS, status);
        if (status >= failed) {
            fail(Integer.toString(status));
        }
    }

    /** Runs {@code work} with this span as the current one of this thread. The span fails if the work throws an unchecked exception. */
    public void run(Runnable work) {
        call(() -> {
            work.run();
            return true;
        });
    }

    /** The same, with a result. */
    public <T, E extends Exception> T call(ScopedValue.CallableOp<T, E> work) throws E {
        try {
            return ScopedValue.where(CURRENT, this).call(work);
        } catch (RuntimeException e) {
            fail(e);
            throw e;
        }
    }

    /** Ends the span. */
    @Override
    public void close() {
        span.end();
    }
}
