package dcm.projection.move;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dcm.contract.identity.HostName;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.OwnerName;
import dcm.contract.transfer.HomesMove;
import dcm.contract.transfer.HomesMove.Step;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With two HTTP servers instead of workers. */
class WorkerHomesPipeTest {
    private static final OwnerName ALICE = new OwnerName("alice");
    private static final HomesMove MOVE = new HomesMove(
            new IntentId("019ab2d4-3c1e-7b52-a1de-0f3c55e0a7c1"),
            new HostName("n1"),
            new HostName("n2"),
            Instant.EPOCH,
            Step.COPYING,
            300,
            0,
            null,
            null);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicReference<String> received = new AtomicReference<>("nothing");
    private HttpServer server;
    private boolean breaks;
    private int status = 204;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/n1", exchange -> {
            exchange.sendResponseHeaders(200, breaks ? 1000 : 0);
            exchange.getResponseBody().write("archive".getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        server.createContext("/n2", exchange -> {
            received.set("a part");
            received.set(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.close();
    }

    @Test
    void archiveOfTheOldHostArrivesAtTheNewOne() throws Exception {
        pipe().copy(ALICE, MOVE);

        assertThat(received).hasValue("archive");
    }

    @Test
    void archiveThatEndsEarlyIsNotTakenForTheWhole() {
        breaks = true;

        assertThatThrownBy(() -> pipe().copy(ALICE, MOVE)).isInstanceOf(IOException.class);
        assertThat(received.get()).isNotEqualTo("archive");
    }

    @Test
    void refusalOfTheNewHostIsAFailure() {
        status = 409;

        assertThatThrownBy(() -> pipe().copy(ALICE, MOVE)).hasMessageContaining("the host n2 answers 409");
    }

    @Test
    void hostWithoutAnAddressIsAFailure() {
        WorkerHomesPipe pipe = new WorkerHomesPipe((host, owner) -> Optional.empty(), HttpClient.newHttpClient());

        assertThatThrownBy(() -> pipe.copy(ALICE, MOVE)).hasMessageContaining("address of the worker of host n1");
    }

    private WorkerHomesPipe pipe() {
        return new WorkerHomesPipe(
                (host, owner) -> Optional.of(HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + host))),
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
    }
}
