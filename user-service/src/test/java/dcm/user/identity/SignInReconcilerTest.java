package dcm.user.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dcm.contract.identity.OwnerName;
import dcm.contract.identity.Profile;
import dcm.contract.identity.Role;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.rest.supervision.SupervisedLoopReadiness;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SignInReconcilerTest {
    private static final AccountSnapshot ALICE = AccountSnapshot.opened(
            new OwnerName("alice"), Profile.of("Alice", Role.USER), List.of(), null, Instant.EPOCH);

    private final SupervisedLoopReadiness loops = new SupervisedLoopReadiness();
    private final Provider provider = new Provider();
    private Optional<AccountSnapshot> present = Optional.of(ALICE);
    private final SignInReconciler reconciler =
            new SignInReconciler(() -> List.of(ALICE), owner -> present, provider, owner -> {}, loops);

    @AfterEach
    void stop() {
        reconciler.stop(new ShutdownEvent());
    }

    @Test
    void unexpectedErrorMakesTheServiceUnhealthyUntilItIsOver() {
        provider.broken = true;
        reconciler.start(new StartupEvent());

        await("the failure").until(() -> loops.call().getStatus() == Status.DOWN);
        provider.broken = false;

        await("the next attempt").until(() -> loops.call().getStatus() == Status.UP);
        assertThat(provider.ensured).containsExactly(ALICE.name());
    }

    @Test
    void signInOfAnAccountThatWasRemovedMeanwhileIsNotCreated() {
        present = Optional.empty();

        reconciler.complete();

        assertThat(provider.ensured).isEmpty();
    }

    /** Another instance may have deleted the sign-in before this one created it. */
    @Test
    void signInIsDeletedIfTheAccountWasRemovedWhileItWasCreated() {
        provider.onEnsure = () -> present = Optional.empty();

        reconciler.complete();

        assertThat(provider.ensured).isEmpty();
    }

    private static final class Provider implements SignIns {
        private final Set<OwnerName> ensured = ConcurrentHashMap.newKeySet();
        private Runnable onEnsure = () -> {};
        private volatile boolean broken;

        @Override
        public boolean areOurs() {
            return true;
        }

        @Override
        public void ensure(OwnerName name, Profile profile) {
            if (broken) {
                throw new StackOverflowError();
            }
            ensured.add(name);
            onEnsure.run();
        }

        @Override
        public String oneTimePassword(OwnerName name) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void remove(OwnerName name) {
            ensured.remove(name);
        }
    }
}
