package dcm.worker.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.contract.identity.OwnerName;
import dcm.contract.identity.Profile;
import dcm.contract.identity.Role;
import dcm.contract.identity.SwarmMode;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.worker.engine.SwarmState;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class OverlayReconcilerTest {
    private static final OwnerName ANN = new OwnerName("ann");
    private static final OwnerName BOB = new OwnerName("bob");

    private final FakeOverlays networks = new FakeOverlays(new SwarmState(true, true, ""));
    private final OverlayReconciler reconciler = new OverlayReconciler(networks, SwarmMode.ON);

    @Test
    void managerCreatesTheNetworkOfEachAccountOnce() {
        reconciler.apply(List.of(opened(ANN)));
        reconciler.apply(List.of(opened(BOB)));

        reconciler.reconcile();
        reconciler.reconcile();

        assertThat(networks.created).containsExactly(ANN, BOB);
    }

    @Test
    void nonManagerCreatesNoNetwork() {
        FakeOverlays worker = new FakeOverlays(new SwarmState(true, false, ""));
        OverlayReconciler other = new OverlayReconciler(worker, SwarmMode.ON);
        other.apply(List.of(opened(ANN)));

        other.reconcile();

        assertThat(worker.created).isEmpty();
    }

    @Test
    void networkOfARemovedAccountIsRemovedWhenNothingUsesIt() {
        reconciler.apply(List.of(opened(ANN)));
        reconciler.reconcile();
        networks.inUse.add(ANN);
        reconciler.apply(List.of(opened(ANN).remove(Instant.EPOCH)));

        reconciler.reconcile();
        assertThat(networks.owners()).containsExactly(ANN);

        networks.inUse.clear();
        reconciler.reconcile();
        assertThat(networks.owners()).isEmpty();
    }

    @Test
    void allNetworksAreRemovedWhenTheSwarmIsTurnedOff() {
        OverlayReconciler off = new OverlayReconciler(networks, SwarmMode.OFF);
        networks.create(ANN);
        off.apply(List.of(opened(ANN)));

        off.reconcile();

        assertThat(networks.owners()).isEmpty();
    }

    private static AccountSnapshot opened(OwnerName name) {
        return AccountSnapshot.opened(name, Profile.of(name.value(), Role.USER), List.of(), null, Instant.EPOCH);
    }
}
