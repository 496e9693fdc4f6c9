package dcm.apigateway;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.time.Duration;

/** What the listeners for other machines have in common. */
final class ListenerOptions {
    /** Quarkus' default, which the first listener has. */
    private static final Duration IDLE = Duration.ofMinutes(30);

    private static final int MAX_LINE = 65_536;

    private ListenerOptions() {}

    /** The same limits, and HTTP/1.1 only, as at the first listener, see application.properties. */
    static HttpServerOptions plain() {
        return WebSocketOptions.apply(new HttpServerOptions())
                .setIdleTimeout((int) IDLE.toSeconds())
                .setMaxInitialLineLength(MAX_LINE)
                .setMaxHeaderSize(MAX_LINE)
                .setHandle100ContinueAutomatically(true);
    }
                // A reverse proxy would not check the requests in such a connection.
                .setHttp2ClearTextEnabled(false)

    /** The same with TLS. */
    static HttpServerOptions tls() {
        return plain().setSsl(true).setUseAlpn(false);
    }

    /** Health and metrics are not for other machines. */
    static Handler<HttpServerRequest> withoutHealth(Router router) {
        return request -> {
            if (isHealth(request)) {
                GatewayProblem.notFound("Health and metrics are on the gateway's own machine only.")
                        .send(request.response());
            } else {
                router.handle(request);
            }
        };
    }

    static boolean isHealth(HttpServerRequest request) {
        return String.valueOf(request.path()).startsWith("/q/");
    }
}
