package dcm.apigateway;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.httpproxy.HttpProxy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/** The API gateway: checks the path and size of every request and forwards it to the service that owns the path. */
@Singleton
class ApiGateway {
    private static final long LARGEST_BODY = 10L * 1024 * 1024;
    /** In characters, as RFC 9110 recommends. */
    private static final int MAX_ADDRESS = 8000;
    /** All names and values together, in characters. */
    private static final int LARGEST_HEADERS = 20 * 1024;

    private static final Set<String> PAGE_METHODS = new TreeSet<>(Set.of("GET", "HEAD"));
    private static final Set<String> PAGES = Set.of(
            "/",
            "/openapi",
            ProblemPages.PATH,
            SignInDocument.PATH,
            SshHostKeys.PATH,
            ClientDownload.PATH,
            SshGatewayKeys.PATH);
    /** Before all other handlers that use the path, including the framework's. */
    private static final int FIRST = -1_000_000;
    /** After all handlers that could answer. */
    private static final int LAST = 1_000_000;

    private static final Duration CLOSE_DELAY = Duration.ofSeconds(1);

    private static final String FRONT_PAGE = """
            DCM, Docker Container Manager

            Web console: /console
            REST API: below /v1
            OpenAPI document: /openapi
            The program dcm for your machine: /client/dcm
            Error codes: /problems
            Health: /q/health
            """;

    private final Map<BackendService, HttpProxy> proxies;
    private final ApiDocument document;
    private final RequestRateLimit rate;

    ApiGateway(ServiceProxies proxies, ApiDocument document, RequestRateLimit rate) {
        this.document = document;
        this.rate = rate;
        this.proxies = proxies.below("");
    }

    void open(@Observes Router router) {
        router.route().order(FIRST).handler(this::check).failureHandler(ApiGateway::malformed);
        router.get("/").method(HttpMethod.HEAD).handler(ApiGateway::frontPage);
        router.get("/openapi").method(HttpMethod.HEAD).handler(this::describe);
        router.route("/v1/*").handler(this::accept);
        router.route().order(LAST).handler(this::notFound);
        // The framework decodes the path before the first handler, and fails on a broken escape.
        router.errorHandler(400, context -> refuse(context, GatewayProblem.badRequest(PathCheck.BROKEN_ESCAPE)));
    }

    private void check(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (!isWithin(rate, context)) {
            return;
        }
        Optional<GatewayProblem> problem = checkSize(request)
                .or(() -> checkAddress(request))
                .or(() -> PathCheck.complaint(String.valueOf(request.path())).map(GatewayProblem::badRequest))
                .or(() -> checkBody(request));
        problem.ifPresentOrElse(refusal -> refuse(context, refusal), context::next);
    }

    /** Counts a request; rejects the request if its address has exceeded the limit. */
    static boolean isWithin(RequestRateLimit rate, RoutingContext context) {
        OptionalLong wait = rate.count(clientOf(context.request()));
        if (wait.isPresent()) {
            context.response().putHeader(HttpHeaders.RETRY_AFTER, Long.toString(wait.getAsLong()));
            refuse(context, GatewayProblem.tooMany(rate.perSecond(), wait.getAsLong()));
        }
        return wait.isEmpty();
    }

    private static InetAddress clientOf(HttpServerRequest request) {
        return InetAddress.ofLiteral(request.remoteAddress().hostAddress());
    }

    /** Answers without reading the request body. */
    static void refuse(RoutingContext context, GatewayProblem problem) {
        problem.send(context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE));
        // An immediate close could reset the connection before the client has read the answer.
        context.vertx()
                .setTimer(
                        CLOSE_DELAY.toMillis(),
                        time -> context.request().connection().close());
    }

    private static Optional<GatewayProblem> checkSize(HttpServerRequest request) {
        if (request.uri().length() > MAX_ADDRESS) {
            return Optional.of(GatewayProblem.addressTooLong(
                    "The URL has " + request.uri().length() + " characters; the limit is " + MAX_ADDRESS + "."));
        }
        int headers = 0;
        for (Map.Entry<String, String> header : request.headers()) {
            headers += header.getKey().length() + header.getValue().length();
        }
        return headers > LARGEST_HEADERS
                ? Optional.of(GatewayProblem.headersTooLarge(
                        "The headers have " + headers + " characters; the limit is " + LARGEST_HEADERS + "."))
                : Optional.empty();
    }

    /** The launcher turns Quarkus's own check off, which answers without a problem document. */
    private static Optional<GatewayProblem> checkAddress(HttpServerRequest request) {
        try {
            return new URI(request.uri()).getPath() == null
                    ? Optional.of(GatewayProblem.badRequest("The URL has no path."))
                    : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.of(GatewayProblem.badRequest("The URL is not well formed: " + e.getReason() + "."));
        }
    }

    /** The router refuses what it cannot read, before any handler of ours. */
    private static void malformed(RoutingContext context) {
        if (context.statusCode() != 400) {
            context.next();
            return;
        }
        refuse(context, GatewayProblem.badRequest("A request needs a Host header, and a path that begins with '/'."));
    }

    private static Optional<GatewayProblem> checkBody(HttpServerRequest request) {
        if (Routes.isUpload(request.method(), Routes.apiPath(String.valueOf(request.path())))) {
            return Optional.empty();
        }
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length == null) {
            return request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
                    ? Optional.of(GatewayProblem.lengthRequired(
                            "The request has a body of unknown length. Send the body with a Content-Length header."))
                    : Optional.empty();
        }
        return fits(length)
                ? Optional.empty()
                : Optional.of(GatewayProblem.tooLarge(
                        "The body has " + length + " bytes; the limit is " + LARGEST_BODY + "."));
    }

    private static boolean fits(String length) {
        try {
            return Long.parseLong(length) <= LARGEST_BODY;
        } catch (NumberFormatException tooManyDigits) {
            return false;
        }
    }

    private void accept(RoutingContext context) {
        HttpServerRequest request = context.request();
        Routes.serviceFor(request.method(), context.normalizedPath())
                .map(proxies::get)
                .ifPresentOrElse(proxy -> proxy.handle(request), () -> notFound(context));
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

    private static boolean isPage(String path) {
        return PAGES.contains(path) || path.startsWith(ProblemPages.PATH + "/");
    }

    private void notFound(RoutingContext context) {
        HttpServerRequest request = context.request();
        document.methods(context.normalizedPath()).onSuccess(described -> {
            Set<String> methods = isPage(context.normalizedPath()) ? PAGE_METHODS : described;
            String method = request.method().name();
            if (methods.isEmpty() || methods.contains(method)) {
                GatewayProblem.notFound(
                                "No such resource for the method " + method + ". See /openapi for all resources.")
                        .send(context.response());
            } else {
                GatewayProblem.methodNotAllowed(method, methods)
                        .send(context.response().putHeader(HttpHeaders.ALLOW, String.join(", ", methods)));
            }
        });
    }
}
