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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionTerminatorTest {
    private static final OwnerName ANN = new OwnerName("ann");
    private static final ContainerId WEB = new ContainerId("00112233445566aa");
    private static final Path NOWHERE = Path.of("/nowhere");

    private final FakeEngine engine = new FakeEngine();
    private final SessionTerminator terminator = new SessionTerminator(engine, Clock.systemUTC());

    @BeforeEach
    void runContainer() {
        engine.create(new NewContainer(
                WEB,
                ANN,
                ContainerSpec.of(new ContainerName("web"), FakeEngine.SSH, new Limits(1000, 128, 64, null)),
                new SshEndpoint("127.0.0.1", new PortNumber(28_010)),
                List.of(),
                NOWHERE,
                NOWHERE,
                NOWHERE,
                null,
                List.of()));
        engine.start(WEB);
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void sessionsAreEndedOnce() {
        endSessionsAt(Instant.now());

        terminator.endAll();
        terminator.endAll();

        assertThat(engine.sessionsEnded()).containsExactly(WEB);
    }

    @Test
    void sessionsOfAPausedContainerAreEndedWhenItIsUnpaused() {
        engine.pause(WEB);
        endSessionsAt(Instant.now());

        terminator.endAll();
        assertThat(engine.sessionsEnded()).isEmpty();

        engine.unpause(WEB);
        terminator.endAll();
        assertThat(engine.sessionsEnded()).containsExactly(WEB);
    }

    @Test
    void failedEndIsRepeated() {
        engine.refuse(Call.END_SESSIONS);
        endSessionsAt(Instant.now());

        terminator.endAll();
        assertThat(engine.sessionsEnded()).isEmpty();

        terminator.endAll();
        assertThat(engine.sessionsEnded()).containsExactly(WEB);
    }

    @Test
    void endIsRepeatedUntilTheEngineAnswers() {
        engine.cutOff();
        endSessionsAt(Instant.now());
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
    void sessionsOfAContainerThatCannotBeInspectedAreEndedLater() {
        engine.damage(WEB);
        endSessionsAt(Instant.now());

        terminator.endAll();
        assertThat(engine.sessionsEnded()).isEmpty();

        engine.repair(WEB);
        terminator.endAll();
        assertThat(engine.sessionsEnded()).containsExactly(WEB);
    }

    @Test
    void containerThatWasStartedLaterHasNoOldSessions() {
        endSessionsAt(Instant.EPOCH);
        terminator.endAll();
        assertThat(engine.sessionsEnded()).isEmpty();

        endSessionsAt(Instant.now());
        terminator.endAll();
        assertThat(engine.sessionsEnded()).containsExactly(WEB);
    }

    private void endSessionsAt(Instant time) {
        AccountSnapshot opened = AccountSnapshot.opened(
                ANN, new Profile("Ann", Role.USER, null, null, null), List.of(), null, Instant.EPOCH);
        terminator.apply(List.of(opened.withoutSessions(time).forHost(new HostName("n1"))));
    }
}
