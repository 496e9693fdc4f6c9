package dcm.projection.audit;

import dcm.contract.codec.Families;
import dcm.contract.codec.Json;
import dcm.contract.envelope.Envelope;
import dcm.contract.envelope.Message;
import dcm.contract.event.AccountEvent.AccountExpired;
import dcm.contract.event.Event;
import dcm.contract.event.IntentFailure;
import dcm.contract.event.IntentRejected;
import dcm.contract.identity.IntentId;
import dcm.contract.intent.BaseImageIntent;
import dcm.contract.intent.GroupIntent;
import dcm.contract.intent.HostIntent;
import dcm.contract.intent.Intent;
import dcm.contract.intent.OwnerIntent;
import dcm.contract.intent.PresetIntent;
import dcm.contract.intent.QuarantineIntent;
import dcm.contract.intent.RegistryIntent;
import dcm.contract.view.AuditResult;
import dcm.projection.rows.Rows;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Builds the audit view. Intents and events come from different topics, so either can arrive first. */
public final class AuditProjection {
    private AuditProjection() {}

    /** Projects a recorded intent. */
    public static void recorded(Message<Intent> message, Rows rows) {
        AuditRow row = row(rows, message.envelope().id(), message.envelope());
        record(row, message);
        rows.put(row);
    }

    /**
     * Projects an event.
     *
     * @return the id of the entry that the event has changed
     */
    public static Optional<String> apply(Message<Event> message, Rows rows) {
        IntentId intent = message.payload().intent();
        if (intent != null) {
            AuditRow row = row(rows, intent.value(), message.envelope());
            boolean changed = advance(row, message);
            rows.put(row);
            return changed ? Optional.of(row.id) : Optional.empty();
        }
        if (message.payload() instanceof AccountExpired expired) {
            AuditRow row = row(rows, message.envelope().id(), message.envelope());
            row.action = Families.EVENTS.nameOf(expired);
            row.result = AuditResult.DONE;
            row.endedAt = message.envelope().time();
            rows.put(row);
            return Optional.of(row.id);
        }
        return Optional.empty();
    }

    static void record(AuditRow row, Message<Intent> message) {
        if (row.action == null) { // a repeated id adds nothing
            row.at = message.envelope().time();
            row.action = Families.INTENTS.nameOf(message.payload());
            row.request = Json.text(message.payload());
            row.origin = message.envelope().origin();
            row.subject = subject(message);
        }
    }

    private static @Nullable String subject(Message<Intent> message) {
        return switch (message.payload()) {
            case OwnerIntent intent -> null;
            case PresetIntent intent -> "preset/" + intent.preset();
            case GroupIntent intent -> "group/" + intent.group();
            case BaseImageIntent intent -> "image/" + intent.image();
            case RegistryIntent intent -> "registry/" + intent.registry();
            case HostIntent intent -> message.envelope().aggregate().value();
            case QuarantineIntent intent -> "record/" + intent.record();
        };
    }

    /** Returns whether the entry has changed. */
    static boolean advance(AuditRow row, Message<Event> message) {
        Event event = message.payload();
        AuditResult result = row.result;
        @Nullable Instant endedAt = row.endedAt;
        if (event instanceof IntentFailure failure) {
            row.result = failure instanceof IntentRejected ? AuditResult.REFUSED : AuditResult.FAILED;
            row.problemCode = failure.code();
            row.problemDetail = failure.detail();
        } else if (row.result != AuditResult.FAILED) { // an intent for several containers fails if one of them fails
            row.result = event.endsIntent() ? AuditResult.DONE : AuditResult.ACCEPTED;
        }
        row.endedAt = event.endsIntent() ? message.envelope().time() : row.endedAt;
        return row.result != result || !Objects.equals(row.endedAt, endedAt);
    }

    private static AuditRow row(Rows rows, String id, Envelope envelope) {
        AuditRow known = rows.find(AuditRow.class, id);
        return known == null ? newRow(id, envelope) : known;
    }

    static AuditRow newRow(String id, Envelope envelope) {
        AuditRow row = new AuditRow();
        row.id = id;
        row.at = envelope.time();
        row.actor = envelope.actor().value();
        row.account =
                envelope.aggregate().isOwner() ? envelope.aggregate().owner().value() : null;
        row.result = AuditResult.RECORDED;
        return row;
    }
}
