package dcm.apigateway;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.httpproxy.Body;
import io.vertx.httpproxy.ProxyResponse;
import java.util.Set;

/** An error answer of the gateway: a problem document (RFC 9457) in the same format as the services'. */
public record GatewayProblem(int status, String code, String title, String detail) {
    private static final int UNAVAILABLE = 503;
    private static final String RETRY_SECONDS = "5";
    private static final String MEDIA_TYPE = "application/problem+json";

    public static GatewayProblem badRequest(String detail) {
        return new GatewayProblem(400, "bad-input", "The request is invalid", detail);
    }

    static GatewayProblem methodNotAllowed(String method, Set<String> allowed) {
        return new GatewayProblem(
                405,
                "method-not-allowed",
                "The resource does not allow this method",
                "The resource does not allow the method " + method + ". Allowed methods: " + String.join(", ", allowed)
                        + ".");
    }

    static GatewayProblem addressTooLong(String detail) {
        return new GatewayProblem(414, "address-too-long", "The URL is too long", detail);
    }

    static GatewayProblem headersTooLarge(String detail) {
        return new GatewayProblem(431, "headers-too-large", "The headers are too large", detail);
    }

    static GatewayProblem tooLarge(String detail) {
        return new GatewayProblem(413, "too-large", "The request is too large", detail);
    }

    static GatewayProblem lengthRequired(String detail) {
        return new GatewayProblem(411, "length-required", "The header Content-Length is missing", detail);
    }

    static GatewayProblem tooMany(int perSecond, long wait) {
        return new GatewayProblem(
                429,
                "too-many-requests",
                "Too many requests",
                "Too many requests from your address; the limit is " + perSecond + " per second. Try again in " + wait
                        + " s.");
    }

    public static GatewayProblem notFound(String detail) {
        return new GatewayProblem(404, "not-found", "No such resource", detail);
    }

    public static GatewayProblem unreachable(BackendService service) {
        return new GatewayProblem(
                503,
                "service-unreachable",
                "A service of DCM cannot be reached",
                "The " + service.label() + " does not accept connections; the request was not processed. "
                        + "Try again in a moment. If the error persists, contact an administrator.");
    }

    public static GatewayProblem unanswered(BackendService service) {
        return new GatewayProblem(
                502,
                "service-unanswered",
                "A service of DCM did not answer",
                "The connection to the " + service.label() + " was lost before its response; the outcome of the "
                        + "request is unknown. Check the state, or repeat the request with the same Idempotency-Key.");
    }

    /** The issuer of access tokens does not answer. */
    public static GatewayProblem issuerUnreachable() {
        return new GatewayProblem(
                503,
                "issuer-unreachable",
                "The issuer cannot be reached",
                "The issuer of your sign-in does not answer. Try again in a moment.");
    }

    static GatewayProblem proxyOnly(String url) {
        return new GatewayProblem(
                403,
                "proxy-only",
                "This address is for the reverse proxy only",
                "DCM accepts requests at this address from its reverse proxy only (DCM_TRUSTED_PROXIES). Use " + url
                        + ".");
    }

    /** Answers with this problem. */
    public void send(HttpServerResponse response) {
        response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, MEDIA_TYPE)
                .putHeader("X-Content-Type-Options", "nosniff")
                .end(json());
    }

    ProxyResponse fill(ProxyResponse response) {
        if (status == UNAVAILABLE) {
            response.putHeader(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
        }
        return response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, MEDIA_TYPE)
                .putHeader("X-Content-Type-Options", "nosniff")
                .setBody(Body.body(json()));
    }

    private Buffer json() {
        return document().toBuffer();
    }

    /** The problem document. */
    public JsonObject document() {
        return new JsonObject()
                .put("type", "/problems/" + code)
                .put("title", title)
                .put("status", status)
                .put("detail", detail)
                .put("code", code);
    }
}
