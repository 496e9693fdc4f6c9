package dcm.command.access;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.command.admission.decision.TestInstallation;
import dcm.contract.identity.HostDeclaration;
import dcm.contract.identity.HostName;
import dcm.contract.identity.JoinId;
import dcm.contract.snapshot.HostSnapshot;
import dcm.join.RegistryUsers;
import dcm.kafka.LogPrincipal.WorkerName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerUserRevokerTest {
    private static final HostName N1 = TestInstallation.N1.name();
    private static final JoinId FIRST = new JoinId("01a22212-733d-7500-ae16-bd534cde11c9");
    private static final JoinId SECOND = new JoinId("01a22312-733d-7500-ae16-bd534cde11c9");
    private static final JoinId THIRD = new JoinId("01a22412-733d-7500-ae16-bd534cde11c9");

    private final Users users = new Users();
    private final WorkerUserRevoker revoker =
            new WorkerUserRevoker(List.of(users, new RegistryWorkerUsers(Optional.empty())), Duration.ofMillis(1));

    @BeforeEach
    void start() {
        revoker.start();
    }

    @AfterEach
    void stop() {
        revoker.stop();
    }

    @Test
    void usersOfARemovedHostAreDeletedAndTheNextInvitationStays() {
        users.are(user(N1, FIRST), user(N1, SECOND), user(N1, THIRD), user(TestInstallation.N2.name(), FIRST));

        revoker.hostChanged(joined(SECOND).remove(SECOND.created().plusSeconds(1)));

        users.awaitOnly(user(N1, THIRD), user(TestInstallation.N2.name(), FIRST));
    }

    @Test
    void earlierUserOfAHostThatJoinsAgainIsDeleted() {
        users.are(user(N1, FIRST), user(N1, SECOND), user(N1, THIRD));

        revoker.hostChanged(joined(SECOND));

        users.awaitOnly(user(N1, SECOND), user(N1, THIRD));
    }

    @Test
    void deletionIsRepeatedAfterAFailure() {
        users.are(user(N1, FIRST));
        users.failures = 3;

        revoker.hostChanged(joined(FIRST).remove(FIRST.created().plusSeconds(1)));

        users.awaitOnly();
        assertThat(users.failures).isZero();
    }

    @Test
    void userWithoutAnInvitationIsDeletedWhenTheHostJoinsAgain() {
        users.are(new WorkerName(N1, Optional.empty()), user(N1, FIRST));

        revoker.hostChanged(joined(FIRST));

        users.awaitOnly(user(N1, FIRST));
    }

    @Test
    void userThatTheInstallationItselfHasSetUpStays() {
        WorkerName own = new WorkerName(N1, Optional.empty());
        users.are(own, user(N1, FIRST));

        revoker.hostChanged(TestInstallation.N1.remove(FIRST.created().plusSeconds(1)));

        users.awaitOnly(own);
    }

    @Test
    void userAtTheImageRegistryIsDeletedToo(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("htpasswd");
        RegistryUsers registry = new RegistryUsers(file);
        registry.put("dcm", "first");
        registry.put(user(N1, FIRST).principal().name(), "second");
        RegistryWorkerUsers workers = new RegistryWorkerUsers(Optional.of(file));
        assertThat(workers.all()).containsExactly(user(N1, FIRST));

        workers.delete(user(N1, FIRST));

        assertThat(registry.names()).containsExactly("dcm");
    }

    private static WorkerName user(HostName host, JoinId join) {
        return new WorkerName(host, Optional.of(join));
    }

    private static HostSnapshot joined(JoinId join) {
        HostSnapshot host = TestInstallation.N1;
        return host.joined(new HostDeclaration(
                join,
                host.report().engineId(),
                "192.0.2.1",
                host.report().aliases(),
                host.report().sshPorts()));
    }

    /** Users in memory. */
    private static final class Users implements WorkerUsers {
        private final List<WorkerName> present = new CopyOnWriteArrayList<>();
        private volatile int failures;

        void are(WorkerName... all) {
            present.addAll(List.of(all));
        }

        void awaitOnly(WorkerName... expected) {
            long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
            while (present.size() != expected.length && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }
            assertThat(present).containsExactlyInAnyOrder(expected);
        }

        @Override
        public List<WorkerName> all() throws ExecutionException {
            if (failures > 0) {
                failures--;
                throw new ExecutionException(new IllegalStateException("the broker does not answer"));
            }
            return List.copyOf(present);
        }

        @Override
        public void delete(WorkerName user) {
            present.remove(user);
        }
    }
}
