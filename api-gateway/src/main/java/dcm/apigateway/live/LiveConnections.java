package dcm.apigateway.live;

import dcm.apigateway.GatewayProblem;
import dcm.apigateway.session.BrowserSession;
import io.quarkus.logging.Log;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Accepts WebSockets of browser tabs, up to the limits. */
@Singleton
public class LiveConnections {
    private final Upstream upstream;
    private final ChangesFeeds feeds;
    private final Vertx vertx;
    private final int most;
    private final int mostPerUser;
    private final AtomicInteger all = new AtomicInteger();
    private final Map<String, Integer> byUser = new ConcurrentHashMap<>();

    LiveConnections(
            Upstream upstream,
            ChangesFeeds feeds,
            Vertx vertx,
            @ConfigProperty(name = "dcm.console.tabs") int most,
            @ConfigProperty(name = "dcm.console.tabs-per-account") int mostPerUser) {
        this.upstream = upstream;
        this.feeds = feeds;
        this.vertx = vertx;
        this.most = most;
        this.mostPerUser = mostPerUser;
    }

    /** Upgrades a request to a WebSocket. Its sender must have been checked. */
    public void accept(RoutingContext context, BrowserSession session) {
        String user = session.subject();
        if (byUser.merge(user, 1, Integer::sum) > mostPerUser) {
            release(user);
            tooMany("Your account has " + mostPerUser + " live connections, which is the limit. Close a tab first.")
                    .send(context.response());
        } else if (all.incrementAndGet() > most) {
            all.decrementAndGet();
            release(user);
            tooMany("DCM has " + most + " live connections, which is the limit. Try again later.")
                    .send(context.response());
        } else {
            context.request()
                    .resume()
                    .toWebSocket()
                    .onSuccess(socket -> start(socket, session))
                    .onFailure(failure -> {
                        Log.debugf("no WebSocket: reason=%s", failure.getMessage());
                        all.decrementAndGet();
                        release(user);
                    });
        }
    }

    private void start(ServerWebSocket socket, BrowserSession session) {
        new LiveSocket(socket, session, upstream, feeds, vertx).start(() -> {
            all.decrementAndGet();
            release(session.subject());
        });
    }

    private void release(String user) {
        byUser.computeIfPresent(user, (name, count) -> count > 1 ? count - 1 : null);
    }

    private static GatewayProblem tooMany(String detail) {
        return new GatewayProblem(429, "too-many-live-connections", "Too many live connections", detail);
    }
}
