package dcm.shell.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ApiAddressesTest {
    private static final String PATH = "/v1/containers";

    private final List<HttpServer> received = new CopyOnWriteArrayList<>();
    private HttpServer stopped;
    private HttpServer runs;
    private HttpServer alsoRuns;

    @BeforeEach
    void start() throws IOException {
        stopped = server();
        stopped.stop(0);
        runs = server();
        alsoRuns = server();
    }

    @AfterEach
    void stop() {
        runs.stop(0);
        alsoRuns.stop(0);
    }

    @Test
    void nextInstanceGetsARequestIfOneIsNotReachable() {
        assertThat(client(stopped, runs).post(PATH, Map.of()).status()).isEqualTo(200);
        assertThat(received).containsExactly(runs);
    }

    @Test
    void instanceThatWasReachedGetsTheNextRequests() {
        ApiClient client = client(runs, alsoRuns);

        client.post(PATH, Map.of());
        runs.stop(0);
        client.post(PATH, Map.of());
        client.post(PATH, Map.of());

        assertThat(received).containsExactly(runs, alsoRuns, alsoRuns);
    }

    @Test
    void requestWhoseConnectionWasLostIsNotSentAgain() {
        runs.removeContext("/");
        runs.createContext("/", exchange -> {
            received.add(runs);
            exchange.getRequestBody().readAllBytes();
            exchange.close();
        });

        assertThatThrownBy(() -> client(runs, alsoRuns).post(PATH, Map.of())).isInstanceOf(CommandFailure.class);
        assertThat(received).containsExactly(runs);
    }

    @Test
    void failureOfAllInstancesSaysThatNothingWasChanged() {
        assertThatThrownBy(() -> client(stopped, stopped).post(PATH, Map.of()))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("nothing was changed");
    }

    private HttpServer server() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            received.add(server);
            exchange.getResponseHeaders().set("Connection", "close"); // each request needs a new connection
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static ApiClient client(HttpServer... servers) {
        List<URI> addresses = Stream.of(servers)
                .map(server ->
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
                .toList();
        return new ApiClient(ApiClient.newClient(), new ApiAddresses(addresses), () -> "token");
    }
}
