package dcm.command.admission.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.command.admission.decision.TestInstallation;
import dcm.command.admission.owner.OwnerFold;
import dcm.command.admission.state.OwnerState;
import dcm.contract.event.AccountEvent.AccountOpened;
import dcm.contract.identity.Profile;
import dcm.contract.identity.Role;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AdmissionStateStoreTest {
    private static final OwnerState UNKNOWN = OwnerState.unknown(TestInstallation.ALICE);
    private static final OwnerState OPENED = OwnerFold.evolve(
            UNKNOWN,
            AccountOpened.of(TestInstallation.intent(1), Profile.of("Alice", Role.USER), List.of(), null),
            TestInstallation.NOW);

    private final UnitOfWork unit = new UnitOfWork(KeyValueTable.of(new TreeMap<>()));
    private final AdmissionStateStore store = new AdmissionStateStore(unit.table());

    @Test
    void decodedOwnerIsCached() {
        unit.run(() -> store.owners().put(UNKNOWN, OPENED));

        assertThat(store.owners().get(TestInstallation.ALICE))
                .isEqualTo(OPENED)
                .isSameAs(store.owners().get(TestInstallation.ALICE));
    }

    @Test
    void ownerIsDecodedAgainAfterARollback() {
        unit.run(() -> {
            store.owners().put(UNKNOWN, OPENED);
            throw new IllegalStateException("rolled back");
        });
        store.owners().tableChanged();

        assertThat(store.owners().get(TestInstallation.ALICE)).isEqualTo(UNKNOWN);
    }

    @Test
    void sizeCountsKeysAndValues() {
        unit.run(() -> unit.table().put("a", new byte[] {1, 2}));

        assertThat(store.size()).isEqualTo(new AdmissionStatus.StateSize(1, 3));
    }
}
