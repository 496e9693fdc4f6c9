package dcm.rest.trace;

import dcm.contract.envelope.TraceParent;
import jakarta.enterprise.context.RequestScoped;

/** The trace of the current request: the caller's, from its {@code traceparent} header, or a new one. */
@RequestScoped
public class RequestTrace {
    private TraceParent current = TraceParent.fresh();

    public TraceParent current() {
        return current;
    }

    void join(TraceParent callers) {
        current = callers;
    }
}
