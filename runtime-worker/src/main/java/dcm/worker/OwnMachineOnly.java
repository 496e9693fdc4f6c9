package dcm.worker;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.InetAddress;

/**
 * Answers requests of other machines for {@code /v1} only, where a token is required. A worker of a host that joined listens on an address of
 * the machine, and its health and metrics need no token.
 */
@Singleton
class OwnMachineOnly {
    /** Before all handlers of Quarkus and DCM. */
    private static final int FIRST = 10_000;

    private static final int NOT_FOUND = 404;

    void register(@Observes Filters filters) {
        filters.register(OwnMachineOnly::filter, FIRST);
    }

    private static void filter(RoutingContext context) {
        HttpServerRequest request = context.request();
        // The path that the router compares, without escapes and dots.
        if (isAllowed(
                request.remoteAddress().hostAddress(),
                request.localAddress().hostAddress(),
                context.normalizedPath())) {
            context.next();
        } else {
            context.response().setStatusCode(NOT_FOUND).end();
        }
    }

    /** A connection from this machine to one of its own addresses has this address at both ends. */
    static boolean isAllowed(String remote, String local, String path) {
        InetAddress client = InetAddress.ofLiteral(remote);
        return client.isLoopbackAddress() || client.equals(InetAddress.ofLiteral(local)) || path.startsWith("/v1/");
    }
}
