package dcm.contract.envelope;

import dcm.contract.identity.Actor;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.IntentId;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The metadata of a record.
 *
 * @param id unique among the records of {@code source}; for an intent its {@code IntentId}, for an event
 *     {@code AGGREGATE:SEQUENCE}
 * @param source the part of DCM that wrote the record
 * @param aggregate the aggregate that the record belongs to
 * @param time when the record was written, by the writer's clock
 * @param actor who caused the record
 * @param correlation id of the first record of the chain, usually an intent's
 * @param causation id of the record that directly caused this one; the record's own id for the first of a chain
 * @param trace the trace of the request, and the span that wrote the record. Not part of any state: a rebuild ignores it
 * @param sequence an event's number within its aggregate, from 1 without gaps; null for other records
 * @param input the position of the record that an event answers; null for other records, and for events after a passed
 *     deadline
 * @param origin the network address of the client that sent an intent; null for other records
 */
public record Envelope(
        String id,
        String source,
        AggregateId aggregate,
        Instant time,
        Actor actor,
        String correlation,
        String causation,
        TraceParent trace,
        @Nullable Long sequence,
        @Nullable LogPosition input,
        @Nullable String origin) {

    /** The envelope of the first record of a chain. */
    public static Envelope first(
            String id, String source, AggregateId aggregate, Instant time, Actor actor, TraceParent trace) {
        return new Envelope(id, source, aggregate, time, actor, id, id, trace, null, null, null);
    }

    /** The envelope of a record that this record causes. */
    public Envelope next(String id, String source, AggregateId aggregate, Instant time, Actor actor) {
        return new Envelope(id, source, aggregate, time, actor, correlation, this.id, trace, null, null, null);
    }

    /**
     * The intent that this record is, or that began its chain; empty if something else did. The ids of other chains
     * contain names: that of a passed deadline begins with {@code owner/alice}.
     */
    public Optional<IntentId> intent() {
        return IntentId.parse(id).or(() -> IntentId.parse(correlation));
    }

    /** This envelope within the span that writes or processes the record. */
    public Envelope within(TraceParent span) {
        return new Envelope(id, source, aggregate, time, actor, correlation, causation, span, sequence, input, origin);
    }

    /** This envelope with the fields of an event. */
    public Envelope asEvent(long sequence, @Nullable LogPosition input) {
        return new Envelope(id, source, aggregate, time, actor, correlation, causation, trace, sequence, input, null);
    }

    /** This envelope with the network address of the client that sent the intent. */
    public Envelope from(@Nullable String address) {
        return new Envelope(
                id, source, aggregate, time, actor, correlation, causation, trace, sequence, input, address);
    }
}
