package dcm.command.admission.decision;

import dcm.contract.desired.DesiredState;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.HostName;
import dcm.contract.identity.IntentId;
import dcm.contract.intent.Intent;
import dcm.contract.order.Order;
import dcm.contract.snapshot.AccountSnapshot;

/** A record to be written in the same transaction as the event. */
public sealed interface Effect {
    record SendOrder(Order order) implements Effect {}

    record PublishDesiredState(DesiredState wanted) implements Effect {}

    /** Deletes the desired state of this key on this host. */
    record DeleteDesiredState(HostName host, String key) implements Effect {}

    record PublishAccount(AccountSnapshot snapshot) implements Effect {}

    /** A follow-up intent to another aggregate, on behalf of the original actor. */
    record AppendIntent(AggregateId of, IntentId id, Intent intent) implements Effect {}
}
