package dcm.apigateway.live;

import dcm.apigateway.SocketLimit;
import dcm.apigateway.session.BrowserSession;
import io.quarkus.logging.Log;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Accepts WebSockets of browser tabs, up to the limits. */
@Singleton
public class LiveConnections {
    private final Upstream upstream;
    private final ChangesFeeds feeds;
    private final Vertx vertx;
    private final SocketLimit limit;

    LiveConnections(
            Upstream upstream,
            ChangesFeeds feeds,
            Vertx vertx,
            @ConfigProperty(name = "dcm.console.tabs") int most,
            @ConfigProperty(name = "dcm.console.tabs-per-account") int mostPerUser) {
        this.upstream = upstream;
        this.feeds = feeds;
        this.vertx = vertx;
        this.limit = new SocketLimit(most, mostPerUser);
    }

    /** Upgrades a request to a WebSocket. Its sender must have been checked. */
    public void accept(RoutingContext context, BrowserSession session) {
        limit.reserve(session.subject())
                .ifPresentOrElse(problem -> problem.send(context.response()), () -> upgrade(context, session));
    }

    private void upgrade(RoutingContext context, BrowserSession session) {
        String client = context.request().remoteAddress().hostAddress();
        context.request()
                .resume()
                .toWebSocket()
                .onSuccess(socket -> start(socket, client, session))
                .onFailure(failure -> {
                    Log.debugf("no WebSocket: reason=%s", failure.getMessage());
                    limit.release(session.subject());
                });
    }

    private void start(ServerWebSocket socket, String client, BrowserSession session) {
        new LiveSocket(socket, client, session, upstream, feeds, vertx).start(() -> limit.release(session.subject()));
    }
}
