package dcm.apigateway;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.Optional;

/** What the listeners for other machines have in common. */
final class ListenerOptions {
    /** Quarkus' default, which the first listener has. */
    private static final Duration IDLE = Duration.ofMinutes(30);

    private static final int MAX_LINE = 65_536;
    private static final String HEALTH = "/q";

    private ListenerOptions() {}

    /** The same limits, and HTTP/1.1 only, as at the first listener, see application.properties. */
    static HttpServerOptions plain() {
        return WebSocketOptions.apply(new HttpServerOptions())
                .setIdleTimeout((int) IDLE.toSeconds())
                .setMaxInitialLineLength(MAX_LINE)
                .setMaxHeaderSize(MAX_LINE)
                // A reverse proxy would not check the requests in such a connection.
                .setHttp2ClearTextEnabled(false)
                .setHandle100ContinueAutomatically(true);
    }

    /** The same with TLS. */
    static HttpServerOptions tls() {
        return plain().setSsl(true).setUseAlpn(false);
    }

    /** Health and metrics are not for other machines. */
    static Handler<HttpServerRequest> withoutHealth(Router router) {
        return request -> localOnly(request)
                .ifPresentOrElse(problem -> problem.send(request.response()), () -> router.handle(request));
    }

    /**
     * The answer to a request that only programs on this machine may send; empty if others may. The router decodes a part of the
     * escapes before it compares paths, so the decoded path is compared here.
     */
    static Optional<GatewayProblem> localOnly(HttpServerRequest request) {
        try {
            String path = PathCheck.decode(String.valueOf(request.path()));
            return path.equals(HEALTH) || path.startsWith(HEALTH + "/")
                    ? Optional.of(GatewayProblem.notFound("Health and metrics are on the gateway's own machine only."))
                    : Optional.empty();
        } catch (IllegalArgumentException brokenEscape) {
            return Optional.of(GatewayProblem.badRequest(PathCheck.BROKEN_ESCAPE));
        }
    }
}
