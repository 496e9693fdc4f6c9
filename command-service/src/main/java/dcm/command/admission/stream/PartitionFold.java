package dcm.command.admission.stream;

import dcm.command.admission.catalog.CatalogFold;
import dcm.command.admission.host.HostFold;
import dcm.contract.envelope.Envelope;
import dcm.contract.envelope.LogPosition;
import dcm.contract.envelope.Message;
import dcm.contract.event.CatalogEvent;
import dcm.contract.event.Event;
import dcm.contract.event.HostEvent;
import dcm.contract.event.IntentRejected;
import dcm.contract.event.OwnerEvent;
import dcm.contract.event.QuarantineEvent;
import dcm.contract.identity.AggregateId;
import dcm.contract.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/** Folds the events of one partition into admission's state, and tracks which inputs they answer. */
final class PartitionFold {
    /** Much longer than admission remembers ids, because it forgets them seldom, and not while it is stopped. */
    static final Duration INTENTS_KEPT = Duration.ofDays(1);

    private final TreeMap<String, byte[]> entries = new TreeMap<>();
    private final AdmissionStateStore state = new AdmissionStateStore(KeyValueTable.of(entries));
    private final Map<TopicPartition, Long> inputs = new HashMap<>();
    private Instant lastForgotten = Instant.EPOCH;

    /** Applies the next event of the partition. */
    void add(Message<Event> message) {
        Envelope envelope = message.envelope();
        AggregateId aggregate = envelope.aggregate();
        long sequence = Objects.requireNonNull(envelope.sequence(), "an event without a sequence");
        if (sequence != state.sequence(aggregate) + 1) {
            throw new IllegalStateException(
                    "event " + envelope.id() + " follows " + state.sequence(aggregate) + "; the log has a gap");
        }
        state.putSequence(aggregate, sequence);
        switch (message.payload()) {
            case IntentRejected rejected when !aggregate.isOwner() -> {} // changes only the state of owners
            case OwnerEvent event -> state.owners().fold(aggregate.owner(), event, envelope.time());
            case CatalogEvent event -> putCatalog(event, envelope);
            case QuarantineEvent event -> state.put(event);
            case HostEvent event ->
                state.putHost(aggregate.host(), HostFold.evolve(state.host(aggregate.host()), event, envelope.time()));
        }
        if (message.payload().intent() != null) {
            state.putDecided(aggregate, message.payload().intent(), envelope.time());
        }
        LogPosition input = envelope.input();
        if (input != null) {
            state.putAnswered(input);
            inputs.merge(new TopicPartition(input.topic(), input.partition()), input.offset() + 1, Math::max);
            if (input.topic().equals(Topic.INTENTS.topicName())) {
                forgetIntents(envelope.time());
            }
        }
    }

    /**
     * As admission does, or the ids of ten years would not fit into memory.
     *
     * @param now the time of a decided intent. Later ones, which may repeat earlier ones, may be read again
     */
    private void forgetIntents(Instant now) {
        Instant oldest = now.minus(INTENTS_KEPT);
        if (oldest.isAfter(lastForgotten)) {
            state.forgetIntentsBefore(oldest);
            lastForgotten = now;
        }
    }

    private void putCatalog(CatalogEvent event, Envelope envelope) {
        CatalogFold.evolve(state.catalog(), event, envelope.time()).ifPresent(state::put);
    }

    /** The entries of the state store. */
    Map<String, byte[]> entries() {
        return entries;
    }

    /** The offset after the last input that an event answers, by input partition. */
    Map<TopicPartition, Long> inputs() {
        return inputs;
    }
}
