package dcm.command.dryrun;

import dcm.contract.identity.IntentId;
import dcm.contract.identity.OwnerName;
import dcm.contract.intent.OwnerIntent;
import java.util.Optional;

/** Decides intents on the current state without recording anything. Thread-safe. */
public interface DryRuns {
    /** The decision; empty if this process does not decide about the owner at present, or is busy. */
    Optional<DryRun> decide(OwnerName owner, IntentId id, OwnerIntent intent);
}
