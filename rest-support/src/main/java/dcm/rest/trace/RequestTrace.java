package dcm.rest.trace;

import dcm.contract.envelope.TraceParent;
import dcm.trace.TraceSpan;
import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The trace of the current request: the caller's, from its {@code traceparent} header, or a new one. */
@RequestScoped
public class RequestTrace {
    private @Nullable TraceParent current;
    private @Nullable TraceSpan span;

    public TraceParent current() {
        TraceParent known = current;
        if (known == null) { // no filter was called
            known = TraceParent.fresh();
            current = known;
        }
        return known;
    }

    void begin(TraceSpan request) {
        span = request;
        current = request.context();
    }

    Optional<TraceSpan> span() {
        return Optional.ofNullable(span);
    }
}
