package dcm.projection.intent;

import dcm.contract.codec.Families;
import dcm.contract.codec.Fingerprint;
import dcm.contract.codec.Json;
import dcm.contract.envelope.Envelope;
import dcm.contract.envelope.Message;
import dcm.contract.event.ContainerEvent;
import dcm.contract.event.ContainerEvent.ContainerPlaced;
import dcm.contract.event.ContainerEvent.OperationFailed;
import dcm.contract.event.Event;
import dcm.contract.event.IntentFailure;
import dcm.contract.event.IntentRejected;
import dcm.contract.identity.IntentId;
import dcm.contract.intent.ContainerIntent.CreateContainer;
import dcm.contract.intent.ContainerIntent.ExistingContainerIntent;
import dcm.contract.intent.ImageIntent.FlattenImage;
import dcm.contract.intent.ImageIntent.ImportImage;
import dcm.contract.intent.ImageIntent.PromoteImage;
import dcm.contract.intent.ImageIntent.RemoveImage;
import dcm.contract.intent.Intent;
import dcm.contract.view.IntentStatus;
import dcm.projection.event.EventDetail;
import dcm.projection.rows.Rows;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Builds the intent view. Intents and events come from different topics, so either can arrive first. */
public final class IntentProjection {
    private IntentProjection() {}

    /** Projects a recorded intent. */
    public static void recorded(Message<Intent> message, Rows rows) {
        IntentRow row = row(rows, message.envelope().id(), message.envelope());
        record(row, message);
        rows.put(row);
    }

    /** Projects an event; ignores events without an intent. */
    public static void apply(Message<Event> message, Rows rows) {
        IntentId intent = message.payload().intent();
        if (intent != null) {
            IntentRow row = row(rows, intent.value(), message.envelope());
            IntentStep step = advance(row, message);
            rows.put(row);
            rows.add(step);
            if (row.batch != null && message.payload() instanceof ContainerEvent about) {
                member(step, about, rows);
            }
        }
    }

    private static void member(IntentStep step, ContainerEvent event, Rows rows) {
        IntentMember known =
                rows.find(IntentMember.class, step.intent, event.container().value());
        if (known != null) {
            known.advance(event);
            rows.put(known);
        } else if (event instanceof ContainerPlaced placed) {
            rows.put(IntentMember.placed(step.intent, step.sequence, placed));
        }
    }

    static void record(IntentRow row, Message<Intent> message) {
        if (row.recordedAt == null) { // a repeated id changes nothing
            row.kind = Families.INTENTS.nameOf(message.payload());
            row.fingerprint = Fingerprint.of(Families.INTENTS, message.payload());
            row.recordedAt = message.envelope().time();
            row.at = message.envelope().time();
            row.actor = message.envelope().actor().value();
            row.origin = message.envelope().origin();
            String cause = message.envelope().causation();
            row.cause = cause.equals(row.id) ? null : cause;
            row.target = target(message.payload());
        }
    }

    private static @Nullable String target(Intent intent) {
        return switch (intent) {
            case CreateContainer create ->
                create.name() == null ? null : create.name().value();
            case ExistingContainerIntent about -> about.handle().value();
            case RemoveImage about -> about.image().value();
            case FlattenImage about -> about.image().value();
            case ImportImage about -> about.image().value();
            case PromoteImage about -> about.image().value();
            default -> null; // about the account, or a step of admission
        };
    }

    /** Applies an event to the row of its intent and returns the step for the event. */
    static IntentStep advance(IntentRow row, Message<Event> message) {
        Event event = message.payload();
        Envelope envelope = message.envelope();
        long sequence = Objects.requireNonNull(envelope.sequence(), "an event without a sequence");
        row.sequence = sequence;
        row.decidedAt = row.decidedAt == null ? envelope.time() : row.decidedAt;
        if (event instanceof ContainerPlaced placed && placed.batch() != null) {
            row.batch = placed.batch();
        }
        row.endedAt = event.endsIntent() ? envelope.time() : row.endedAt;
        if (event instanceof IntentFailure failure) {
            row.status = failure instanceof IntentRejected ? IntentStatus.REJECTED : IntentStatus.FAILED;
            row.problemCode = failure.code();
            row.problemDetail = failure.detail();
            row.problemNumbers = failure.numbers().isEmpty() ? null : Json.text(failure.numbers());
            row.problemHosts = failure.hosts().isEmpty() ? null : Json.text(failure.hosts());
        } else {
            row.status = event.endsIntent() ? IntentStatus.DONE : IntentStatus.ACCEPTED;
        }
        if (row.batch != null) {
            count(row, row.batch, event);
        } else if (event instanceof ContainerEvent about) {
            row.container = about.container().value();
        }
        return step(row.id, sequence, envelope, event);
    }

    /**
     * Counts outcomes of an intent that creates several containers. The intent ends with the last outcome; errors are
     * kept per container.
     */
    private static void count(IntentRow row, int batch, Event event) {
        row.outcomes += event.endsIntent() ? 1 : 0;
        row.failures += event instanceof OperationFailed ? 1 : 0;
        boolean over = row.outcomes == batch;
        row.endedAt = over ? row.endedAt : null;
        row.status = !over ? IntentStatus.ACCEPTED : row.failures > 0 ? IntentStatus.FAILED : IntentStatus.DONE;
        row.problemCode = null;
        row.problemDetail = null;
        row.problemNumbers = null;
        row.problemHosts = null;
    }

    private static IntentStep step(String intent, long sequence, Envelope envelope, Event event) {
        IntentStep step = new IntentStep();
        step.intent = intent;
        step.sequence = sequence;
        step.at = envelope.time();
        step.what = Families.EVENTS.nameOf(event);
        step.detail = EventDetail.of(event);
        step.container =
                event instanceof ContainerEvent about ? about.container().value() : null;
        return step;
    }

    private static IntentRow row(Rows rows, String id, Envelope envelope) {
        IntentRow known = rows.find(IntentRow.class, id);
        return known == null ? newRow(id, envelope) : known;
    }

    static IntentRow newRow(String id, Envelope envelope) {
        IntentRow row = new IntentRow();
        row.id = id;
        row.owner = envelope.aggregate().owner().value();
        row.status = IntentStatus.RECORDED;
        row.at = envelope.time();
        row.actor = envelope.actor().value();
        return row;
    }
}
