package dcm.worker.storage;

import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.envelope.Envelope;
import dcm.contract.envelope.Message;
import dcm.contract.envelope.TraceParent;
import dcm.contract.identity.Actor;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.Profile;
import dcm.contract.identity.PublicKey;
import dcm.contract.identity.Role;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.contract.topic.Topic;
import dcm.worker.LogRecords;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/** Account records as a worker reads them from the log. */
public final class AccountRecords {
    private AccountRecords() {}

    /** An account with these keys. */
    public static ConsumerRecords<String, byte[]> of(OwnerName owner, PublicKey... keys) {
        return of(AccountSnapshot.opened(
                owner, Profile.of(owner.value(), Role.USER), List.of(keys), null, Instant.EPOCH));
    }

    /** A record of this account. */
    public static ConsumerRecords<String, byte[]> of(AccountSnapshot account) {
        OwnerName owner = account.name();
        Envelope envelope = Envelope.first(
                "1", "admission", AggregateId.of(owner), Instant.EPOCH, Actor.account(owner), TraceParent.fresh());
        return LogRecords.of(
                new Codec<>(Families.ACCOUNTS), Topic.ACCOUNTS, owner.value(), new Message<>(envelope, account));
    }
}
