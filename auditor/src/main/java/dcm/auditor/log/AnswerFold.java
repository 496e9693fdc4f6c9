package dcm.auditor.log;

import dcm.contract.envelope.Envelope;
import dcm.contract.envelope.LogPosition;
import dcm.contract.event.AccountEvent;
import dcm.contract.event.AccountEvent.AccountRemovalBegun;
import dcm.contract.event.AccountEvent.RemovalAdvanced;
import dcm.contract.event.CatalogEvent;
import dcm.contract.event.ContainerEvent;
import dcm.contract.event.ContainerEvent.ContainerPlaced;
import dcm.contract.event.ContainerEvent.OperationOrdered;
import dcm.contract.event.ContainerEvent.OperationProgressed;
import dcm.contract.event.Event;
import dcm.contract.event.HandOverEvent;
import dcm.contract.event.HomesMoveEvent;
import dcm.contract.event.HostEvent;
import dcm.contract.event.ImageEvent;
import dcm.contract.event.ImageOrdered;
import dcm.contract.event.QuarantineEvent;
import dcm.contract.identity.AggregateId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Folds the events that answer one intent. */
final class AnswerFold {
    private final String intent;
    private final AggregateId aggregate;
    private final @Nullable LogPosition input;
    private final boolean partOfRemoval;
    private int events;
    private final List<RecordedOutcome> outcomes = new ArrayList<>();
    private int expectedEnds = 1;
    private @Nullable Instant deadline;
    private boolean withoutDeadline;

    /** @param partOfRemoval whether the first event follows from the removal of an account */
    AnswerFold(String intent, Envelope first, boolean partOfRemoval) {
        this.intent = intent;
        this.aggregate = first.aggregate();
        this.input = first.input();
        this.partOfRemoval = partOfRemoval;
    }

    void add(Event event) {
        events++;
        if (event.endsIntent()) {
            outcomes.add(RecordedOutcome.of(event));
        }
        switch (event) {
            case ContainerPlaced placed -> {
                expectedEnds = placed.batch() == null ? expectedEnds : placed.batch();
                until(placed.deadline());
            }
            case OperationOrdered ordered -> until(ordered.deadline());
            case ImageOrdered ordered -> until(ordered.deadline());
            case OperationProgressed progressed -> {
                if (progressed.deadline() != null) {
                    until(progressed.deadline());
                }
            }
            case AccountRemovalBegun _, RemovalAdvanced _, HandOverEvent _, HomesMoveEvent _ -> until(null);
            case ContainerEvent _, ImageEvent _, AccountEvent _, CatalogEvent _, HostEvent _, QuarantineEvent _ -> {}
        }
    }

    private void until(@Nullable Instant time) {
        if (time == null) {
            withoutDeadline = true;
        } else if (deadline == null || time.isAfter(deadline)) {
            deadline = time;
        }
    }

    IntentAnswer end() {
        return new IntentAnswer(
                intent, aggregate, input, events, outcomes, expectedEnds, deadline, withoutDeadline, partOfRemoval);
    }
}
