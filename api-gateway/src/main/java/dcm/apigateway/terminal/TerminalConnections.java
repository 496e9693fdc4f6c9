package dcm.apigateway.terminal;

import dcm.apigateway.BackendService;
import dcm.apigateway.BackendServices;
import dcm.apigateway.GatewaySecret;
import dcm.apigateway.SocketLimit;
import dcm.apigateway.session.BrowserSession;
import dcm.apigateway.session.BrowserSessions;
import dcm.apigateway.session.SessionListener;
import io.quarkus.logging.Log;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Accepts the WebSockets of browser tabs that show a terminal, up to the limits, and connects them with the SSH gateway. */
@Singleton
public class TerminalConnections {
    /** The ids of the SSH gateway's terminals. */
    private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");

    private static final Pattern OFFSET = Pattern.compile("[0-9]{1,18}");
    private static final String ORDER = "X-DCM-Order";
    private static final Duration CONNECTING = Duration.ofSeconds(3);

    private final Vertx vertx;
    private final BackendServices services;
    private final BrowserSessions sessions;
    private final GatewaySecret secret;
    private final WebSocketClient client;
    private final SocketLimit limit;
    /** The number of the newest request, larger than those before a restart. */
    private final AtomicLong order = new AtomicLong(Instant.now().toEpochMilli() * 1000);

    TerminalConnections(
            Vertx vertx,
            BackendServices services,
            BrowserSessions sessions,
            GatewaySecret secret,
            @ConfigProperty(name = "dcm.console.tabs") int most,
            @ConfigProperty(name = "dcm.console.tabs-per-account") int mostPerUser) {
        this.vertx = vertx;
        this.services = services;
        this.sessions = sessions;
        this.secret = secret;
        this.limit = new SocketLimit(most, mostPerUser);
        // More than the limit, since some are still being closed: a request must not wait for a free one.
        this.client = vertx.createWebSocketClient(
                new WebSocketClientOptions().setMaxConnections(2 * most).setConnectTimeout((int)
                        CONNECTING.toMillis()));
    }

    /** Upgrades a request for {@code /console/terminals/ID} to a WebSocket. Its sender must have been checked. */
    public void accept(RoutingContext context, BrowserSession session) {
        limit.reserve(session.subject())
                .ifPresentOrElse(problem -> problem.send(context.response()), () -> upgrade(context, session));
    }

    private void upgrade(RoutingContext context, BrowserSession session) {
        String id = context.pathParam("id");
        String offset = context.request().getParam("offset");
        HttpConnection connection = context.request().connection();
        long number = order.incrementAndGet();
        context.request()
                .resume()
                .toWebSocket()
                .onSuccess(socket -> start(socket, connection, upstream(session, path(id, offset), number), id))
                .onFailure(failure -> {
                    Log.debugf("no WebSocket: reason=%s", failure.getMessage());
                    limit.release(session.subject());
                });
    }

    private void start(
            ServerWebSocket browser, HttpConnection connection, TerminalRelay.Upstream upstream, @Nullable String id) {
        var relay = new TerminalRelay(browser, () -> cut(connection), upstream, vertx);
        if (id == null || !ID.matcher(id).matches()) {
            relay.refuse(TerminalRelay.NOT_FOUND);
        } else {
            relay.start();
        }
    }

    /** {@link HttpConnection#close} would wait until the browser has read everything. */
    private static void cut(HttpConnection connection) {
        var ignored = ((ConnectionBase) connection).channel().close();
    }

    private static String path(@Nullable String id, @Nullable String offset) {
        return "/terminals/" + id + (offset != null && OFFSET.matcher(offset).matches() ? "?offset=" + offset : "");
    }

    private TerminalRelay.Upstream upstream(BrowserSession session, String path, long number) {
        return new TerminalRelay.Upstream() {
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
                return client.connect(options(session.subject(), path, token, number));
            }

            @Override
            public void listen(SessionListener listener) {
                session.add(listener);
            }

            @Override
            public void release(SessionListener listener) {
                session.remove(listener);
                limit.release(session.subject());
            }
        };
    }

    private WebSocketConnectOptions options(String user, String path, String token, long number) {
        RequestOptions service = services.options(BackendService.SSH_GATEWAY, user);
        var options = new WebSocketConnectOptions();
        options.setHost(service.getHost())
                .setPort(service.getPort())
                .setSsl(service.isSsl())
                .setURI(path)
                // Until the answer, which a hanging gateway would never give.
                .setTimeout(CONNECTING.toMillis());
        options.putHeader(HttpHeaders.AUTHORIZATION, "Bearer " + token).putHeader(ORDER, Long.toString(number));
        secret.addTo(options.getHeaders());
        return options;
    }
}
