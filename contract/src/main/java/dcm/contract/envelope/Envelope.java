package dcm.contract.envelope;

import dcm.contract.identity.Actor;
import dcm.contract.identity.AggregateId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What every record carries besides its payload.
 *
 * @param id unique among the records of {@code source}; an intent's is its {@code IntentId}, an event's is
 *     {@code AGGREGATE:SEQUENCE}
 * @param source the part of DCM that wrote it
 * @param aggregate what it is about
 * @param time when it was written, by the writer's clock
 * @param actor who caused it
 * @param correlation id of the first record of the chain, mostly an intent's
 * @param causation id of the record that directly caused this one; its own id for the first of a chain
 * @param trace the request's trace
 * @param sequence an event's number within its aggregate, from 1 without gap; null for other records
 * @param input the record an event answers; null for other records, and where a deadline passed
 * @param origin the network address from which an intent was asked for; null for other records
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
        @Nullable Position input,
        @Nullable String origin) {

    /** The envelope of a record that begins a chain. */
    public static Envelope first(
            String id, String source, AggregateId aggregate, Instant time, Actor actor, TraceParent trace) {
        return new Envelope(id, source, aggregate, time, actor, id, id, trace, null, null, null);
    }

    /** The envelope of a record that follows from this one. */
    public Envelope next(String id, String source, AggregateId aggregate, Instant time, Actor actor) {
        return new Envelope(id, source, aggregate, time, actor, correlation, this.id, trace, null, null, null);
    }

    /** This envelope as that of an event. */
    public Envelope asEvent(long sequence, @Nullable Position input) {
        return new Envelope(id, source, aggregate, time, actor, correlation, causation, trace, sequence, input, null);
    }

    /** This envelope as that of an intent which was asked for from a network address. */
    public Envelope from(@Nullable String address) {
        return new Envelope(
                id, source, aggregate, time, actor, correlation, causation, trace, sequence, input, address);
    }
}
