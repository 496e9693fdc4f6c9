package dcm.shell;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server with one stream of changes after the other. The last request is rejected, which ends the command. */
class ShowWatchTest {
    private static final String WEB = """
            {"id": "5d60", "handle": 31000, "name": "web", "state": "running", "sequence": 3}""";

    private final Queue<String> streams = new ArrayDeque<>();
    private final List<String> lastIds = new CopyOnWriteArrayList<>();
    private HttpServer server;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/containers", exchange -> send(exchange, 200, "{\"items\": [" + WEB + "]}"));
        server.createContext("/v1/changes", this::changes);
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    @Test
    void eachChangeIsAJsonDocumentOnALine() {
        streams.add(event("1", "ready", "{}")
                + event("2", "quota", "{}")
                + event("3", "container", WEB.replace("running", "stopping").replace("3}", "4}"))
                + event("4", "container", WEB) // older than what was shown
                + event("5", "container", "{\"removed\": true, \"id\": \"5d60\"}"));

        Typed watched = watch("--json");

        assertThat(watched.out().lines().map(line -> line.replace(" ", "")))
                .containsExactly(
                        WEB.strip().replace(" ", ""),
                        WEB.strip()
                                .replace("running", "stopping")
                                .replace("3}", "4}")
                                .replace(" ", ""),
                        "{\"removed\":true,\"id\":\"5d60\"}");
    }

    @Test
    void changedRowsFollowTheTableOfAllContainers() {
        streams.add(event("1", "ready", "{}")
                + ": comment\n\n"
                + event("2", "container", WEB.replace("running", "stopped").replace("3}", "4, \"reason\": \"killed\"}"))
                + event("3", "container", WEB.replace("5d60", "6e71").replace("31000", "31001")));

        assertThat(watch().out().lines().skip(2)).containsExactly("31000 web stopped: killed", "31001 web running");
    }

    @Test
    void interruptedStreamContinuesAfterTheLastEvent() {
        streams.add(event("1", "ready", "{}") + event("2", "heartbeat", "{}"));
        streams.add(event("2", "ready", "{}") + event("3", "reset", "{}"));

        Typed watched = watch("--json");

        assertThat(lastIds).containsExactly("", "2", "3");
        assertThat(watched.out().lines()).hasSize(1); // nothing has changed
        assertThat(watched.err()).contains("Your account is suspended.");
        assertThat(watched.code()).isEqualTo(1);
    }

    private Typed watch(String... words) {
        String[] all = new String[words.length + 2];
        all[0] = "show";
        all[1] = "--watch";
        System.arraycopy(words, 0, all, 2, words.length);
        return Typed.at(URI.create("http://127.0.0.1:" + server.getAddress().getPort()), all);
    }

    private void changes(HttpExchange exchange) throws IOException {
        lastIds.add(Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Last-Event-ID"), ""));
        String stream = streams.poll();
        if (stream == null) {
            send(exchange, 403, "{\"code\": \"account-suspended\", \"detail\": \"Your account is suspended.\"}");
        } else {
            send(exchange, 200, stream);
        }
    }

    private static String event(String id, String name, String data) {
        return "id: %s\nevent: %s\ndata: %s\n\n".formatted(id, name, data.strip());
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
