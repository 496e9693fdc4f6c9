package dcm.command.admission.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.command.admission.decision.TestInstallation;
import dcm.command.admission.owner.OwnerFold;
import dcm.command.admission.state.OwnerState;
import dcm.contract.event.AccountEvent.AccountOpened;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.HostName;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.Profile;
import dcm.contract.identity.Role;
import dcm.contract.snapshot.AccountSnapshot;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
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
    void ownerIsIndexedByHostUntilNothingIsLeftThere() {
        HostName n1 = TestInstallation.N1.name();
        OwnerState measured = OPENED.with(OPENED.open().holding(n1, 7, false));
        unit.run(() -> store.owners().put(UNKNOWN, OPENED));
        assertThat(store.places().on(n1)).isEmpty();

        unit.run(() -> store.owners().put(OPENED, measured));
        assertThat(store.places().on(n1)).containsExactly(TestInstallation.ALICE);
        assertThat(store.places().on(new HostName("n"))).isEmpty();

        unit.run(() -> store.owners().put(measured, OPENED.with(measured.open().without(n1))));
        assertThat(store.places().on(n1)).isEmpty();
    }

    /** The index is read every five seconds, in an installation with a host that is drained or was removed. */
    @Test
    void whatIsOnAHostIsFoundWithoutReadingWhatIsElsewhere() {
        int[] read = {0};
        TreeMap<String, byte[]> entries = new TreeMap<>();
        KeyValueTable table = KeyValueTable.of(entries);
        PlaceIndex places = new PlaceIndex(new CountingTable(table, read));
        for (int owner = 0; owner < 1_000; owner++) {
            OwnerState unknown = OwnerState.unknown(new OwnerName("o" + owner));
            HostName host = new HostName("n" + owner % 100);
            places.update(unknown, unknown.with(OPENED.open().holding(host, 7, false)));
            table.put("owner/o" + owner + "#account", new byte[1]);
        }

        assertThat(places.on(new HostName("n7"))).hasSize(10);
        assertThat(read[0]).isEqualTo(10);
    }

    @Test
    void sizeCountsKeysAndValues() {
        KeyValueTable entries = KeyValueTable.of(new TreeMap<>());
        entries.put("a", new byte[] {1, 2});
        MeasuredTable table = new MeasuredTable(entries);
        assertThat(table.size()).isEqualTo(new AdmissionStatus.StateSize(1, 3));

        table.put("b2", new byte[5]);
        table.put("b2", new byte[1]);
        table.put("c", new byte[0]);
        table.delete("a");
        table.delete("a");

        assertThat(table.size()).isEqualTo(new AdmissionStatus.StateSize(2, 4));
        assertThat(new MeasuredTable(entries).size()).isEqualTo(table.size());
    }

    @Test
    void oldIntentsAreForgottenWithoutReadingOwners() {
        int[] read = {0};
        AdmissionStateStore counted =
                new AdmissionStateStore(new CountingTable(KeyValueTable.of(new TreeMap<>()), read));
        AggregateId alice = AggregateId.of(TestInstallation.ALICE);
        counted.owners().put(UNKNOWN, OPENED);
        counted.putDecided(alice, TestInstallation.intent(1), TestInstallation.NOW);
        counted.putDecided(alice, TestInstallation.intent(2), TestInstallation.NOW.plusSeconds(60));
        read[0] = 0;

        counted.forgetIntentsBefore(TestInstallation.NOW.plusSeconds(1));

        assertThat(read[0]).isEqualTo(2);
        assertThat(counted.isDecided(alice, TestInstallation.intent(1))).isFalse();
        assertThat(counted.isDecided(alice, TestInstallation.intent(2))).isTrue();
    }

    /** After each record, the first work that falls due is needed; to find it is expensive with many accounts that end. */
    @Test
    void firstWorkIsSearchedAgainOnlyAfterAChange() {
        DueIndex due = store.due();
        assertThat(due.takeChange()).isTrue();
        assertThat(due.takeChange()).isFalse();

        unit.run(() -> store.owners().put(UNKNOWN, OPENED));
        assertThat(due.takeChange()).isFalse();

        Profile ending = new Profile("Alice", Role.USER, null, null, TestInstallation.NOW);
        AccountSnapshot account = OPENED.open().snapshot().with(ending, TestInstallation.NOW);
        unit.run(() -> store.owners().put(OPENED, OPENED.with(OPENED.open().with(account))));
        assertThat(due.takeChange()).isTrue();
    }

    /** Counts the entries that are read. */
    private record CountingTable(KeyValueTable table, int[] read) implements KeyValueTable {
        @Override
        public byte @Nullable [] get(String key) {
            read[0]++;
            return table.get(key);
        }

        @Override
        public void put(String key, byte[] value) {
            table.put(key, value);
        }

        @Override
        public void delete(String key) {
            table.delete(key);
        }

        @Override
        public void scan(String first, String last, BiConsumer<String, byte[]> seen) {
            table.scan(first, last, (key, value) -> {
                read[0]++;
                seen.accept(key, value);
            });
        }

        @Override
        public Optional<String> firstKey(String first, String last) {
            return table.firstKey(first, last);
        }
    }
}
