package dcm.apigateway;

import dcm.trace.SpanAttribute;
import dcm.trace.TraceSpan;
import dcm.trace.Tracing;
import io.opentelemetry.api.trace.SpanKind;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Starts a trace for each request to the API, and returns its id in the header {@code traceparent}. Clients cannot continue a trace of their
 * own: they could choose what is recorded, and mix their requests with those of others.
 */
@Singleton
class RequestTraces {
    /** After the handling of reverse proxies, which passes requests through the router again, and before the checks. */
    private static final int EARLY = -1_500_000;

    private static final String TRACE_PARENT = "traceparent";
    private static final String API = "/v1/";
    private static final int FAILED = 500;

    private final Tracing tracing;

    RequestTraces(Tracing tracing) {
        this.tracing = tracing;
    }

    void open(@Observes Router router) {
        router.route().order(EARLY).handler(this::trace);
    }

    private void trace(RoutingContext context) {
        HttpServerRequest request = context.request();
        request.headers().remove(TRACE_PARENT).remove("tracestate").remove("baggage");
        String path = Routes.apiPath(String.valueOf(request.path()));
        if (path.startsWith(API)) {
            TraceSpan span = start(request.method(), path);
            String trace = span.context().value();
            request.headers().set(TRACE_PARENT, trace);
            context.addHeadersEndHandler(sent -> context.response().putHeader(TRACE_PARENT, trace));
            context.addEndHandler(ended -> end(span, context.response().getStatusCode()));
        }
        context.next();
    }

    private TraceSpan start(HttpMethod method, String path) {
        // The path can contain names of accounts, and any text as method and kind.
        boolean known = Routes.serviceFor(method, path).isPresent();
        String name = known ? method.name() : "_OTHER";
        String route = API + (known ? path.substring(API.length()).split("/", 2)[0] : "{unknown}");
        return tracing.root(name + " " + route, SpanKind.SERVER)
                .set(SpanAttribute.METHOD, name)
                .set(SpanAttribute.ROUTE, route);
    }

    private static void end(TraceSpan span, int status) {
        span.answered(status, FAILED);
        span.close();
    }
}
