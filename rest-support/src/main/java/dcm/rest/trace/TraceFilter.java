package dcm.rest.trace;

import dcm.contract.envelope.TraceParent;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import java.util.Optional;
import org.jboss.logging.MDC;

/** Continues the caller's trace, adds it to log lines and returns it in the response. */
@Provider
@PreMatching
public class TraceFilter implements ContainerRequestFilter, ContainerResponseFilter {
    private static final String HEADER = "traceparent";

    private final RequestTrace traces;

    TraceFilter(RequestTrace traces) {
        this.traces = traces;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        Optional.ofNullable(request.getHeaderString(HEADER))
                .flatMap(TraceParent::parse)
                .ifPresent(traces::join);
        MDC.put("traceId", traces.current().traceId());
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        response.getHeaders().putSingle(HEADER, traces.current().value());
        MDC.remove("traceId");
    }
}
