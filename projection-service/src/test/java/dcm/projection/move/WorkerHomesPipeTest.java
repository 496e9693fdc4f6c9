package dcm.projection.move;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dcm.contract.identity.HostName;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.OwnerName;
import dcm.contract.transfer.HomesMove;
import dcm.contract.transfer.HomesMove.Step;
import dcm.projection.move.WorkerHomesPipe.Timeouts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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

    private static final Duration BRIEF = Duration.ofMillis(300);
    /** Long enough that only the host that is meant is silent for so long. */
    private static final Duration SILENCE = Duration.ofSeconds(3);

    private final CountDownLatch ended = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicReference<String> received = new AtomicReference<>("nothing");
    private HttpServer server;
    private boolean breaks;
    private int status = 204;
    private String archive = "archive";
    private String silent = "nobody";
    private Timeouts timeouts = Timeouts.DEFAULT;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/n1", exchange -> {
            waitIf("n1 before its headers");
            exchange.sendResponseHeaders(200, breaks ? 1000 : 0);
            exchange.getResponseBody().write(archive.getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            waitIf("n1 in the archive");
            exchange.close();
        });
        server.createContext("/n2", exchange -> {
            received.set("a part");
            waitIf("n2 in the archive");
            received.set(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            waitIf("n2 after the archive");
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
    }

    /** Waits until the end of the test, if this worker is silent at this point. */
    private void waitIf(String point) {
        if (point.equals(silent)) {
            try {
                ended.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @AfterEach
    void stop() {
        ended.countDown();
        server.stop(0);
        threads.close();
    }

    @Test
    void archiveOfTheOldHostArrivesAtTheNewOne() throws Exception {
        pipe().copy(ALICE, MOVE);

        assertThat(received).hasValue("archive");
    }

    @Test
    void incompleteArchiveFailsTheCopy() {
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
    @Timeout(30)
    void oldHostThatDoesNotAnswerEndsTheAttempt() {
        timeouts = new Timeouts(BRIEF, Duration.ofMinutes(1), Duration.ofMinutes(1));
        silent = "n1 before its headers";

        assertThatThrownBy(() -> pipe().copy(ALICE, MOVE)).isInstanceOf(HttpTimeoutException.class);
    }

    @Test
    @Timeout(30)
    void oldHostThatStopsSendingEndsTheAttempt() {
        timeouts = new Timeouts(Duration.ofMinutes(1), SILENCE, Duration.ofMinutes(1));
        silent = "n1 in the archive";

        assertThatThrownBy(() -> pipe().copy(ALICE, MOVE)).hasMessageContaining("the host n1 sends no data");
    }

    @Test
    @Timeout(30)
    void newHostThatStopsReadingEndsTheAttempt() {
        timeouts = new Timeouts(Duration.ofMinutes(1), SILENCE, Duration.ofMinutes(1));
        silent = "n2 in the archive";
        archive = "x".repeat(64 << 20);

        assertThatThrownBy(() -> pipe().copy(ALICE, MOVE)).hasMessageContaining("the host n2 accepts no data");
    }

    @Test
    @Timeout(30)
    void newHostThatDoesNotConfirmEndsTheAttempt() {
        timeouts = new Timeouts(Duration.ofMinutes(1), Duration.ofMinutes(1), BRIEF);
        silent = "n2 after the archive";

        assertThatThrownBy(() -> pipe().copy(ALICE, MOVE)).hasMessageContaining("has not confirmed it");
    }

    @Test
    void hostWithoutAnAddressIsAFailure() {
        WorkerHomesPipe pipe =
                new WorkerHomesPipe((host, owner) -> Optional.empty(), HttpClient.newHttpClient(), Timeouts.DEFAULT);

        assertThatThrownBy(() -> pipe.copy(ALICE, MOVE)).hasMessageContaining("address of the worker of host n1");
    }

    private WorkerHomesPipe pipe() {
        return new WorkerHomesPipe(
                (host, owner) -> Optional.of(HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + host))),
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(),
                timeouts);
    }
}
