package dcm.shell.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server whose stream falls silent. The next request is rejected. */
class ChangeFollowerTest {
    private final CountDownLatch openedAgain = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Interruptions interruptions = new Interruptions();
    private HttpServer server;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/v1/changes", this::changes);
        server.start();
    }

    @AfterEach
    void close() {
        openedAgain.countDown();
        server.stop(0);
        threads.close();
    }

    @Test
    @Timeout(60)
    void silentStreamIsReportedAndOpenedAgain() {
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        var api = new ApiClient(ApiClient.newClient(), address, () -> "token");
        var follower = new ChangeFollower(api, interruptions, Duration.ofSeconds(3));

        assertThatThrownBy(follower::follow).hasMessage("Your account is suspended.");

        assertThat(interruptions.reasons).containsExactly("DCM has reported nothing for 3 seconds.");
    }

    private void changes(HttpExchange exchange) throws IOException {
        if (exchange.getRequestHeaders().containsKey("Last-Event-ID")) {
            openedAgain.countDown();
            exchange.sendResponseHeaders(403, 0);
            exchange.getResponseBody().write(bytes("{\"detail\": \"Your account is suspended.\"}"));
        } else {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(bytes("id: 1\nevent: ready\ndata: {}\n\n: open\n\n"));
            exchange.getResponseBody().flush();
            awaitOpenedAgain();
        }
        exchange.close();
    }

    private void awaitOpenedAgain() {
        try {
            openedAgain.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static final class Interruptions implements ChangeFollower.Receiver {
        private final List<String> reasons = new ArrayList<>();

        @Override
        public void reset() {}

        @Override
        public void changed(String kind, JsonNode resource) {}

        @Override
        public void current() {}

        @Override
        public void interrupted(CommandFailure reason) {
            reasons.add(reason.sentence());
        }
    }
}
