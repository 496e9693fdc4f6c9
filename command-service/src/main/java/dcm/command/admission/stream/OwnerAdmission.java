package dcm.command.admission.stream;

import dcm.command.admission.owner.OwnerDecider;
import dcm.command.admission.owner.OwnerEffects;
import dcm.command.admission.owner.OwnerFold;
import dcm.command.admission.state.OwnerState;
import dcm.contract.envelope.Envelope;
import dcm.contract.envelope.LogPosition;
import dcm.contract.event.ContainerEvent.ContainerPlaced;
import dcm.contract.event.ContainerEvent.ContainerRemoved;
import dcm.contract.event.ContainerEvent.Outcome;
import dcm.contract.event.ContainerEvent.PlacementRefused;
import dcm.contract.event.OwnerEvent;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Decides about owners, and records the events and their effects. Not thread-safe. */
final class OwnerAdmission {
    private final AdmissionTask task;
    private final EventWriter writer;

    OwnerAdmission(AdmissionTask task, EventWriter writer) {
        this.task = task;
        this.writer = writer;
    }

    /**
     * Decides about the owner of {@code cause}, and records what is decided and what follows from it.
     *
     * @param input the record that the events answer; null if they answer none
     */
    void decide(Envelope cause, @Nullable LogPosition input, Function<OwnerState, List<OwnerEvent>> decider) {
        OwnerState before = task.state().owners().get(cause.aggregate().owner());
        OwnerState owner = before;
        List<OwnerEvent> events = decider.apply(before);
        while (!events.isEmpty()) {
            for (OwnerEvent event : events) {
                owner = record(owner, event, cause, input);
            }
            events = OwnerDecider.next(owner, task.decisionContext());
        }
        task.state().owners().put(before, owner);
    }

    private OwnerState record(OwnerState owner, OwnerEvent event, Envelope cause, @Nullable LogPosition input) {
        Envelope envelope = writer.append(event, cause, input);
        OwnerState after = OwnerFold.evolve(owner, event, envelope.time());
        OwnerEffects.of(owner, event, after).forEach(effect -> writer.write(effect, envelope));
        if (event.intent() != null) {
            task.state().putDecided(envelope.aggregate(), event.intent(), envelope.time());
        }
        countUnderWay(event);
        return after;
    }

    private void countUnderWay(OwnerEvent event) {
        PlacementsUnderWay underWay = task.tables().hosts().underWay();
        Instant now = task.now();
        if (event instanceof ContainerPlaced placed) {
            task.onSuccess(() -> underWay.placed(placed.container(), placed.host(), now));
        } else if (event instanceof PlacementRefused refused) {
            task.onSuccess(() -> underWay.refused(refused.container(), refused.host()));
        } else if (event instanceof ContainerRemoved removed) {
            task.onSuccess(() -> underWay.removed(removed.container()));
        } else if (event instanceof Outcome outcome) {
            task.onSuccess(() -> underWay.ended(outcome.container(), now));
        }
    }
}
