package dcm.gateway.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dcm.contract.identity.OwnerName;
import dcm.gateway.browser.Callers.Caller;
import dcm.shell.api.ApiClient;
import dcm.shell.api.CommandFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CallersTest {
    private final HttpClient http = ApiClient.newClient();
    private HttpServer stopped;
    private HttpServer runs;
    private int requests;

    @BeforeEach
    void start() throws IOException {
        stopped = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        stopped.start(); // otherwise, the port stays open
        stopped.stop(0);
        runs = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        runs.start();
    }

    @AfterEach
    void stop() {
        runs.stop(0);
    }

    @Test
    void otherInstanceRecordsIfOneIsNotReachable() {
        runs.createContext("/recorded", exchange -> {
            requests++;
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });

        assertThat(caller(stopped, runs).postRecorded("/recorded", Map.of()).status())
                .isEqualTo(200);
        assertThat(requests).isEqualTo(1);
    }

    @Test
    void requestWhoseConnectionWasLostIsNotSentAgain() {
        runs.createContext("/recorded", exchange -> {
            requests++;
            exchange.getRequestBody().readAllBytes();
            exchange.close();
        });

        assertThatThrownBy(() -> caller(runs, runs).postRecorded("/recorded", Map.of()))
                .isInstanceOf(CommandFailure.class);
        assertThat(requests).isEqualTo(1);
    }

    @Test
    void failureWithoutAnyInstanceSaysThatNothingWasChanged() {
        assertThatThrownBy(() -> caller(stopped, stopped).postRecorded("/recorded", Map.of()))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("nothing was changed");
    }

    private Caller caller(HttpServer first, HttpServer second) {
        return new Caller(new OwnerName("alice"), client(first), List.of(client(first), client(second)));
    }

    private ApiClient client(HttpServer server) {
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        return new ApiClient(http, address, () -> "token");
    }
}
