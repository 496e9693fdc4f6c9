package dcm.worker.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.desired.DesiredAccount;
import dcm.contract.desired.DesiredState;
import dcm.contract.desired.OwnerRemovalRequested;
import dcm.contract.envelope.Envelope;
import dcm.contract.envelope.Message;
import dcm.contract.envelope.TraceParent;
import dcm.contract.identity.Actor;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.HostName;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.Profile;
import dcm.contract.identity.Role;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.contract.topic.Topic;
import dcm.worker.LogRecords;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostAccountsTest {
    private static final HostName N1 = new HostName("n1");
    private static final OwnerName ANN = new OwnerName("ann");
    private static final OwnerName BOB = new OwnerName("bob");

    private final List<String> seen = new ArrayList<>();
    private final HostAccounts accounts = new HostAccounts(
            N1,
            changed -> changed.forEach(
                    account -> seen.add(account.owner() + (account.suspended() ? " suspended" : " active"))),
            owner -> seen.add(owner + " left"));

    @Test
    void accountsOfTheHostsTopicArriveUntilTheirTombstone() {
        read(account(ANN));
        read(new OwnerRemovalRequested(BOB, N1));
        read(suspended(ANN));
        remove(ANN);

        assertThat(seen).containsExactly("ann active", "ann suspended", "ann left");
    }

    @Test
    void accountsOfTheHostsTopicPrecedeThoseOfAllHosts() {
        read(suspended(ANN));

        accounts.applyAll(List.of(snapshot(ANN), snapshot(BOB)));

        assertThat(seen).containsExactly("ann suspended", "bob active");
    }

    @Test
    void ownersWithoutAnAccountInTheHostsTopicAreMissing() {
        read(account(ANN));
        accounts.applyAll(List.of(snapshot(BOB)));

        assertThat(accounts.hasAll(List.of(ANN))).isTrue();
        assertThat(accounts.hasAll(List.of(ANN, BOB))).isFalse();
        remove(ANN);
        assertThat(accounts.hasAll(List.of(ANN))).isFalse();
    }

    private void read(DesiredState thing) {
        Envelope envelope = Envelope.first(
                "1", "admission", AggregateId.of(thing.owner()), Instant.EPOCH, Actor.ADMISSION, TraceParent.fresh());
        accounts.apply(
                LogRecords.of(new Codec<>(Families.WANTED), Topic.WANTED, thing.key(), new Message<>(envelope, thing)));
    }

    private void remove(OwnerName owner) {
        accounts.apply(LogRecords.tombstone(Topic.WANTED, DesiredAccount.key(owner)));
    }

    private static DesiredAccount account(OwnerName owner) {
        return snapshot(owner).forHost(N1);
    }

    private static DesiredAccount suspended(OwnerName owner) {
        return snapshot(owner).suspend(null, Instant.EPOCH).forHost(N1);
    }

    private static AccountSnapshot snapshot(OwnerName owner) {
        return AccountSnapshot.opened(owner, Profile.of(owner.value(), Role.USER), List.of(), null, Instant.EPOCH);
    }
}
