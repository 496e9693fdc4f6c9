package dcm.rest.trace;

import dcm.contract.envelope.TraceParent;
import dcm.trace.SpanAttribute;
import dcm.trace.TraceSpan;
import dcm.trace.Tracing;
import io.opentelemetry.api.trace.SpanKind;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import java.util.Optional;
import org.jboss.logging.MDC;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.mapping.RuntimeResource;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;

/** Continues the caller's trace, adds it to log lines and returns it in the response. */
@Provider
@PreMatching
public class TraceFilter implements ContainerRequestFilter, ContainerResponseFilter {
    private static final String HEADER = "traceparent";
    private static final int FAILED = 500;

    private final RequestTrace traces;
    private final Tracing tracing;

    TraceFilter(RequestTrace traces, Tracing tracing) {
        this.traces = traces;
        this.tracing = tracing;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        String method = request.getMethod();
        TraceParent caller = Optional.ofNullable(request.getHeaderString(HEADER))
                .flatMap(TraceParent::parse)
                .orElseGet(TraceParent::fresh); // not recorded: the API gateway alone decides what is
        traces.begin(tracing.child(caller, method, SpanKind.SERVER).set(SpanAttribute.METHOD, method));
        MDC.put("traceId", traces.current().traceId());
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        response.getHeaders().putSingle(HEADER, traces.current().value());
        traces.span().ifPresent(span -> end(span, request, response.getStatus()));
        MDC.remove("traceId");
    }

    private static void end(TraceSpan span, ContainerRequestContext request, int status) {
        route(request).ifPresent(route -> {
            span.set(SpanAttribute.ROUTE, route);
            span.rename(request.getMethod() + " " + route);
        });
        span.answered(status, FAILED);
        span.close();
    }

    /** The path of the resource with placeholders; empty if there is no such resource. */
    private static Optional<String> route(ContainerRequestContext request) {
        return request instanceof ResteasyReactiveContainerRequestContext matched
                        && matched.getServerRequestContext() instanceof ResteasyReactiveRequestContext context
                ? Optional.ofNullable(context.getTarget()).map(TraceFilter::route)
                : Optional.empty();
    }

    private static String route(RuntimeResource resource) {
        String ofClass = resource.getClassPath() == null ? "" : resource.getClassPath().template;
        String route = ofClass + resource.getPath().template;
        return route.length() > 1 && route.endsWith("/") ? route.substring(0, route.length() - 1) : route;
    }
}
