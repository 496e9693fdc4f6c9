package dcm.worker.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dcm.contract.desired.ContainerSpec;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.ContainerName;
import dcm.contract.identity.HostName;
import dcm.contract.identity.Limits;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.PortNumber;
import dcm.contract.identity.Profile;
import dcm.contract.identity.Role;
import dcm.contract.identity.SshEndpoint;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.worker.engine.FakeEngine;
import dcm.worker.engine.FakeEngine.Call;
import dcm.worker.engine.NewContainer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionTerminatorTest {
    private static final OwnerName ANN = new OwnerName("ann");
    private static final OwnerName BOB = new OwnerName("bob");
    private static final ContainerId WEB = new ContainerId("00112233445566aa");
    private static final ContainerId SLOW = new ContainerId("00112233445566bb");
    private static final Path NOWHERE = Path.of("/nowhere");

    private final FakeEngine engine = new FakeEngine();
    private final SessionTerminator terminator = new SessionTerminator(engine, Clock.systemUTC());

    @BeforeEach
    void runContainer() {
        run(WEB, ANN, 28_010);
    }

    private void run(ContainerId id, OwnerName owner, int port) {
        engine.create(new NewContainer(
                id,
                owner,
                ContainerSpec.of(new ContainerName("web"), FakeEngine.SSH, new Limits(1000, 128, 64, null)),
                new SshEndpoint("127.0.0.1", new PortNumber(port)),
                List.of(),
                NOWHERE,
                NOWHERE,
                NOWHERE,
                null,
                List.of()));
        engine.start(id);
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void sessionsAreEndedOnce() throws InterruptedException {
        endSessionsAt(ANN, Instant.now());

        endAll();
        endAll();

        assertThat(engine.sessionsEnded()).containsExactly(WEB);
    }

    @Test
    void sessionsOfAPausedContainerAreEndedWhenItIsUnpaused() throws InterruptedException {
        engine.pause(WEB);
        endSessionsAt(ANN, Instant.now());

        endAll();
        assertThat(engine.sessionsEnded()).isEmpty();

        engine.unpause(WEB);
        endAll();
        assertThat(engine.sessionsEnded()).containsExactly(WEB);
    }

    @Test
    void failedEndIsRepeated() throws InterruptedException {
        engine.refuse(Call.END_SESSIONS);
        endSessionsAt(ANN, Instant.now());

        endAll();
        assertThat(engine.sessionsEnded()).isEmpty();

        endAll();
        assertThat(engine.sessionsEnded()).containsExactly(WEB);
    }

    @Test
    void endIsRepeatedUntilTheEngineAnswers() {
        engine.cutOff();
        endSessionsAt(ANN, Instant.now());
        terminator.start();
        try {
            await("the engine does not answer")
                    .during(Duration.ofMillis(200))
                    .until(() -> engine.sessionsEnded().isEmpty());

            engine.reconnect();

            await("the end").until(() -> engine.sessionsEnded().equals(List.of(WEB)));
        } finally {
            terminator.loop().close();
        }
    }

    @Test
    void sessionsOfAContainerThatCannotBeInspectedAreEndedLater() throws InterruptedException {
        engine.damage(WEB);
        endSessionsAt(ANN, Instant.now());

        endAll();
        assertThat(engine.sessionsEnded()).isEmpty();

        engine.repair(WEB);
        endAll();
        assertThat(engine.sessionsEnded()).containsExactly(WEB);
    }

    @Test
    void containerThatWasStartedLaterHasNoOldSessions() throws InterruptedException {
        endSessionsAt(ANN, Instant.EPOCH);
        endAll();
        assertThat(engine.sessionsEnded()).isEmpty();

        endSessionsAt(ANN, Instant.now());
        endAll();
        assertThat(engine.sessionsEnded()).containsExactly(WEB);
    }

    @Test
    void sessionsOfOneOwnerAreEndedWhileAContainerOfAnotherOwnerDoesNotAnswer() throws InterruptedException {
        run(SLOW, BOB, 28_011);
        CompletableFuture<Void> answer = new CompletableFuture<Void>().completeOnTimeout(null, 10, TimeUnit.SECONDS);
        engine.delayShell(SLOW, answer);
        endSessionsAt(BOB, Instant.now());
        List<Thread> slow = terminator.endAll();

        endSessionsAt(ANN, Instant.now());
        endAll();
        assertThat(engine.sessionsEnded()).containsExactly(WEB);

        answer.complete(null);
        join(slow);
        assertThat(engine.sessionsEnded()).containsExactly(WEB, SLOW);
    }

    private void endAll() throws InterruptedException {
        join(terminator.endAll());
    }

    private static void join(List<Thread> threads) throws InterruptedException {
        for (Thread thread : threads) {
            assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
        }
    }

    private void endSessionsAt(OwnerName owner, Instant time) {
        AccountSnapshot opened = AccountSnapshot.opened(
                owner, new Profile("Ann", Role.USER, null, null, null), List.of(), null, Instant.EPOCH);
        terminator.apply(List.of(opened.withoutSessions(time).forHost(new HostName("n1"))));
    }
}
