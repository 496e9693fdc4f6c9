package dcm.apigateway.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dcm.apigateway.session.SessionEnd;
import dcm.apigateway.session.SessionListener;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A relay between a browser and a server that stands in for the SSH gateway, all in this process. */
class TerminalRelayTest {
    private final Vertx vertx = Vertx.vertx();
    private final WebSocketClient client = vertx.createWebSocketClient();
    private final AtomicInteger refusal = new AtomicInteger();
    private final AtomicInteger releases = new AtomicInteger();
    private final AtomicInteger cuts = new AtomicInteger();
    private final List<String> input = new CopyOnWriteArrayList<>();
    private final List<JsonObject> frames = new CopyOnWriteArrayList<>();
    private final AtomicReference<ServerWebSocket> terminal = new AtomicReference<>();
    private final AtomicReference<SessionListener> relay = new AtomicReference<>();
    private final AtomicReference<Context> context = new AtomicReference<>();
    private HttpServer sshGateway;
    private HttpServer apiGateway;

    @BeforeEach
    void start() {
        sshGateway = listening(vertx.createHttpServer().requestHandler(this::connect));
        // Like Quarkus, which disables Vert.x's own handlers of WebSockets in this JVM.
        apiGateway = listening(vertx.createHttpServer()
                .requestHandler(request -> request.toWebSocket()
                        .onSuccess(socket -> new TerminalRelay(socket, this::cut, new Server(), vertx).start())));
    }

    @AfterEach
    void stop() {
        done(vertx.close());
    }

    @Test
    void inputReachesTheTerminalOnlyUntilTheSessionEnds() {
        WebSocket browser = browser();
        browser.writeBinaryMessage(Buffer.buffer("before"));
        await().until(() -> input.equals(List.of("before")));
        // It does not confirm that the connection is closed.
        browser.pause();

        relay.get().ended(SessionEnd.SIGNED_OUT);
        awaitTasks();
        browser.writeBinaryMessage(Buffer.buffer("after"));

        await("the terminal's connection is closed").until(() -> terminal.get().isClosed());
        await("the browser's connection is closed").until(() -> cuts.get() == 1);
        assertThat(input).containsExactly("before");
    }

    @ParameterizedTest
    @CsvSource({"401,4410", "403,4410", "404,4410", "429,4503", "500,4503", "503,4503"})
    void tabTriesAgainUnlessTheRefusalIsFinal(int status, int code) {
        refusal.set(status);

        WebSocket browser = browser();

        await().until(() -> browser.isClosed() && browser.closeStatusCode() != null);
        assertThat((int) browser.closeStatusCode()).isEqualTo(code);
        assertThat(frames.stream().map(frame -> frame.getString("type")).toList())
                .isEqualTo(code == 4410 ? List.of("ended") : List.of());
        await().until(() -> releases.get() == 1);
    }

    @Test
    void closedTabLeavesTheTerminal() {
        WebSocket browser = browser();
        await().until(() -> terminal.get() != null);

        browser.close();

        await().until(() -> terminal.get().isClosed() && releases.get() == 1);
        assertThat(cuts).hasValue(0);
    }

    /** Waits until the relay's thread has done what was requested before. */
    private void awaitTasks() {
        Promise<Void> reached = Promise.promise();
        context.get().runOnContext(nothing -> reached.complete());
        done(reached.future());
    }

    private void connect(HttpServerRequest request) {
        if (refusal.get() > 0) {
            request.response().setStatusCode(refusal.get()).end();
            return;
        }
        request.toWebSocket().onSuccess(socket -> {
            socket.binaryMessageHandler(bytes -> input.add(bytes.toString()));
            terminal.set(socket);
        });
    }

    private void cut() {
        cuts.incrementAndGet();
    }

    private WebSocket browser() {
        ClientWebSocket browser = client.webSocket();
        browser.textMessageHandler(text -> frames.add(new JsonObject(text)));
        return done(browser.connect(address(apiGateway)));
    }

    private static WebSocketConnectOptions address(HttpServer server) {
        var options = new WebSocketConnectOptions();
        options.setHost("127.0.0.1").setPort(server.actualPort()).setURI("/");
        return options;
    }

    private static HttpServer listening(HttpServer server) {
        return done(server.listen(0, "127.0.0.1"));
    }

    private static <T> T done(Future<T> future) {
        await().until(future::isComplete);
        return future.result();
    }

    private final class Server implements TerminalRelay.Upstream {
        @Override
        public Future<String> token() {
            return Future.succeededFuture("token");
        }

        @Override
        public Future<String> anotherToken(String refused) {
            return Future.succeededFuture("another");
        }

        @Override
        public Future<WebSocket> connect(String token) {
            return client.connect(address(sshGateway));
        }

        @Override
        public void listen(SessionListener listener) {
            relay.set(listener);
            context.set(vertx.getOrCreateContext());
        }

        @Override
        public void release(SessionListener listener) {
            releases.incrementAndGet();
        }
    }
}
