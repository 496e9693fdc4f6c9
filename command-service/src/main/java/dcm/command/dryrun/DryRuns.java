package dcm.command.dryrun;

import dcm.contract.event.Event;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.InvalidValueException;
import dcm.contract.identity.OwnerName;
import dcm.contract.intent.Intent;
import dcm.contract.intent.OwnerIntent;
import java.util.List;
import java.util.Optional;

/** Decides intents on the current state without recording anything. Thread-safe. */
public interface DryRuns {
    /** The decision; empty if this process does not decide about the owner at present, or is busy. */
    Optional<DryRun> decide(OwnerName owner, IntentId id, OwnerIntent intent);

    /**
     * The events that admission would record for an intent about any aggregate; empty as above.
     *
     * @throws InvalidValueException for an intent about a record in quarantine, which cannot be decided without its effects
     */
    Optional<List<? extends Event>> decide(AggregateId aggregate, IntentId id, Intent intent);
}
