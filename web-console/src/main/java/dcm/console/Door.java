package dcm.console;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.httpproxy.HttpProxy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The API gateway: checks the path and size of every request and forwards it to the service that owns the path. */
@Singleton
class Door {
    private static final long LARGEST_BODY = 10L * 1024 * 1024;
    /** Before all other handlers that use the path, including the framework's. */
    private static final int FIRST = -1_000_000;
    /** After all handlers that could answer. */
    private static final int LAST = 1_000_000;

    private static final Duration LINGER = Duration.ofSeconds(1);

    private static final String FRONT_PAGE = """
            DCM, Docker Container Manager

            REST API: below /v1
            OpenAPI document: /openapi
            Health: /q/health
            """;

    private final Map<Service, HttpProxy> ways = new EnumMap<>(Service.class);
    private final ApiDocument document;
    private final RequestRate rate;

    Door(Services services, ApiDocument document, RequestRate rate) {
        this.document = document;
        this.rate = rate;
        for (Service service : Service.values()) {
            ways.put(service, Forwarding.to(service, services));
        }
    }

    void open(@Observes Router router) {
        router.route().order(FIRST).handler(this::judge);
        router.get("/").method(HttpMethod.HEAD).handler(Door::frontPage);
        router.get("/openapi").method(HttpMethod.HEAD).handler(this::describe);
        router.route("/v1/*").handler(this::letIn);
        router.route().order(LAST).handler(Door::nothingHere);
    }

    private void judge(RoutingContext context) {
        HttpServerRequest request = context.request();
        OptionalLong wait = rate.count(clientOf(request));
        if (wait.isPresent()) {
            context.response().putHeader(HttpHeaders.RETRY_AFTER, Long.toString(wait.getAsLong()));
            refuse(context, Problem.tooMany(rate.perSecond(), wait.getAsLong()));
            return;
        }
        Optional<Problem> problem = PathCheck.complaint(String.valueOf(request.path()))
                .map(Problem::badRequest)
                .or(() -> judgeBody(request));
        problem.ifPresentOrElse(refusal -> refuse(context, refusal), context::next);
    }

    private static InetAddress clientOf(HttpServerRequest request) {
        return InetAddress.ofLiteral(request.remoteAddress().hostAddress());
    }

    /** Answers without reading the request body. */
    private static void refuse(RoutingContext context, Problem problem) {
        problem.send(context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE));
        // An immediate close could reset the connection before the client has read the answer.
        context.vertx()
                .setTimer(
                        LINGER.toMillis(),
                        time -> context.request().connection().close());
    }

    private static Optional<Problem> judgeBody(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length == null) {
            return request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
                    ? Optional.of(Problem.lengthRequired(
                            "The request has a body of unknown length. Send the body with a Content-Length header."))
                    : Optional.empty();
        }
        return fits(length)
                ? Optional.empty()
                : Optional.of(Problem.tooLarge(
                        "The body has " + length + " bytes; at most " + LARGEST_BODY + " are accepted."));
    }

    private static boolean fits(String length) {
        try {
            return Long.parseLong(length) <= LARGEST_BODY;
        } catch (NumberFormatException tooManyDigits) {
            return false;
        }
    }

    private void letIn(RoutingContext context) {
        HttpServerRequest request = context.request();
        Routes.owner(request.method(), context.normalizedPath())
                .map(ways::get)
                .ifPresentOrElse(way -> way.handle(request), () -> nothingHere(context));
    }

    private static void frontPage(RoutingContext context) {
        context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
                .end(FRONT_PAGE);
    }

    private void describe(RoutingContext context) {
        document.current()
                .onSuccess(json -> context.response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                        .end(json))
                .onFailure(context::fail);
    }

    private static void nothingHere(RoutingContext context) {
        Problem.notFound("No such resource for the method " + context.request().method()
                        + ". See /openapi for all resources.")
                .send(context.response());
    }
}
