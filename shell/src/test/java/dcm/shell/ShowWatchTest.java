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
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server with one stream of changes after the other. The last request is rejected, which ends the command. */
class ShowWatchTest {
    private static final String WEB = """
            {"id": "5d60", "handle": 31000, "name": "web", "state": "running", "sequence": 3}""";

    private static final String TOO_MANY = """
            {"code": "too-many-requests", "detail": "Too many streams."}""";

    private final Queue<String> streams = new ArrayDeque<>();
    private final List<String> lastIds = new CopyOnWriteArrayList<>();
    private final Map<String, String> documents = new ConcurrentHashMap<>();

    /** The statuses of the next responses with containers; 200 after them. */
    private final Queue<Integer> loads = new ConcurrentLinkedQueue<>();

    private HttpServer server;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        documents.put("/v1/containers", "{\"items\": [" + WEB + "]}");
        server.createContext("/v1/containers", this::containers);
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

    @Test
    void failedFirstLoadEndsTheCommand() {
        loads.add(503);
        streams.add(event("1", "ready", "{}"));

        Typed watched = watch("--json");

        assertThat(lastIds).containsExactly("");
        assertThat(watched.err()).contains("The views do not answer.");
    }

    @Test
    void failedLoadIsRepeated() {
        loads.addAll(List.of(200, 503));
        streams.add(event("1", "ready", "{}") + event("2", "reset", "{}"));
        streams.add(event("2", "reset", "{}"));

        Typed watched = watch("--json");

        assertThat(lastIds).containsExactly("", "1", "2");
        assertThat(watched.out().lines()).hasSize(1); // nothing has changed
        assertThat(watched.err()).contains("Not current: The views do not answer.");
    }

    @Test
    void incompleteEventIsReadAgain() {
        streams.add(event("1", "ready", "{}") + "id: 2\nevent: container\ndata: {");
        streams.add(event("2", "heartbeat", "{}"));

        watch("--json");

        assertThat(lastIds).containsExactly("", "1", "2");
    }

    @Test
    void streamIsOpenedAgainAfterTheTimeThatDcmAsksFor() {
        streams.add(event("1", "ready", "{}"));
        streams.add(TOO_MANY);
        streams.add(event("2", "heartbeat", "{}"));

        Typed watched = watch("--json");

        assertThat(lastIds).containsExactly("", "1", "1", "2");
        assertThat(watched.err()).contains("Not current: Too many streams.");
    }

    @Test
    void containerThatWasRemovedMeanwhileIsNoError() {
        documents.put("/v1/containers/web", WEB);
        documents.put("/v1/containers/api", WEB.replace("5d60", "6e71").replace("web", "api"));
        documents.put("/v1/containers/6e71", WEB.replace("5d60", "6e71").replace("web", "api"));
        streams.add(event("1", "ready", "{}") + event("2", "reset", "{}"));

        Typed watched = watch("--json", "web", "api");

        assertThat(watched.out().lines().skip(2).map(line -> line.replace(" ", "")))
                .containsExactly("{\"removed\":true,\"id\":\"5d60\"}");
        assertThat(watched.err()).contains("Your account is suspended.");
    }

    private Typed watch(String... words) {
        String[] all = new String[words.length + 2];
        all[0] = "show";
        all[1] = "--watch";
        System.arraycopy(words, 0, all, 2, words.length);
        return Typed.at(URI.create("http://127.0.0.1:" + server.getAddress().getPort()), all);
    }

    private void containers(HttpExchange exchange) throws IOException {
        String document = documents.get(exchange.getRequestURI().getPath());
        if (Objects.requireNonNullElse(loads.poll(), 200) == 503) {
            send(exchange, 503, "{\"code\": \"view-unreachable\", \"detail\": \"The views do not answer.\"}");
        } else if (document == null) {
            send(exchange, 404, "{\"code\": \"unknown-container\", \"detail\": \"You have no such container.\"}");
        } else {
            send(exchange, 200, document);
        }
    }

    private void changes(HttpExchange exchange) throws IOException {
        lastIds.add(Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Last-Event-ID"), ""));
        String stream = streams.poll();
        if (TOO_MANY.equals(stream)) {
            exchange.getResponseHeaders().add("Retry-After", "0");
            send(exchange, 429, TOO_MANY);
        } else if (stream == null) {
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
