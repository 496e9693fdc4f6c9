package dcm.apigateway.terminal;

import dcm.apigateway.BackendService;
import dcm.apigateway.BackendServices;
import dcm.apigateway.session.BrowserSession;
import dcm.apigateway.session.BrowserSessions;
import io.quarkus.logging.Log;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Accepts the WebSockets of browser tabs that show a terminal, and connects them with the SSH gateway. */
@Singleton
public class TerminalConnections {
    /** The ids of the SSH gateway's terminals. */
    private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");

    private static final Pattern OFFSET = Pattern.compile("[0-9]{1,18}");
    private static final Duration CONNECTING = Duration.ofSeconds(3);
    private static final int MOST = 5_000;

    private final Vertx vertx;
    private final BackendServices services;
    private final BrowserSessions sessions;
    private final WebSocketClient client;

    TerminalConnections(Vertx vertx, BackendServices services, BrowserSessions sessions) {
        this.vertx = vertx;
        this.services = services;
        this.sessions = sessions;
        this.client = vertx.createWebSocketClient(
                new WebSocketClientOptions().setMaxConnections(MOST).setConnectTimeout((int) CONNECTING.toMillis()));
    }

    /** Upgrades a request for {@code /console/terminals/ID} to a WebSocket. Its sender must have been checked. */
    public void accept(RoutingContext context, BrowserSession session) {
        String id = context.pathParam("id");
        String offset = context.request().getParam("offset");
        context.request()
                .resume()
                .toWebSocket()
                .onSuccess(socket -> start(socket, session, id, offset))
                .onFailure(failure -> Log.debugf("no WebSocket: reason=%s", failure.getMessage()));
    }

    private void start(ServerWebSocket browser, BrowserSession session, @Nullable String id, @Nullable String offset) {
        var relay = new TerminalRelay(browser, session, vertx.getOrCreateContext());
        if (id == null || !ID.matcher(id).matches()) {
            relay.refuse(TerminalRelay.NOT_FOUND);
            return;
        }
        String path =
                "/terminals/" + id + (offset != null && OFFSET.matcher(offset).matches() ? "?offset=" + offset : "");
        relay.start(new TerminalRelay.Upstream() {
            @Override
            public Future<String> token() {
                return sessions.accessToken(session);
            }

            @Override
            public Future<String> anotherToken(String refused) {
                return sessions.renewed(session, refused);
            }

            @Override
            public Future<WebSocket> connect(String token) {
                return client.connect(options(path, token));
            }
        });
    }

    private WebSocketConnectOptions options(String path, String token) {
        RequestOptions service = services.options(BackendService.SSH_GATEWAY);
        var options = new WebSocketConnectOptions();
        options.setHost(service.getHost())
                .setPort(service.getPort())
                .setSsl(service.isSsl())
                .setURI(path);
        options.putHeader(HttpHeaders.AUTHORIZATION, "Bearer " + token);
        return options;
    }
}
