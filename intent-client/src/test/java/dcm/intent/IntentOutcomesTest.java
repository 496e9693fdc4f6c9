package dcm.intent;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.envelope.Encoded;
import dcm.contract.envelope.Envelope;
import dcm.contract.envelope.LogPosition;
import dcm.contract.envelope.Message;
import dcm.contract.envelope.TraceParent;
import dcm.contract.event.AccountEvent.KeysChanged;
import dcm.contract.event.ContainerEvent.ContainerRemoved;
import dcm.contract.event.ContainerEvent.OperationOrdered;
import dcm.contract.event.ContainerEvent.OperationProgressed;
import dcm.contract.event.Event;
import dcm.contract.event.StateOperation;
import dcm.contract.identity.Actor;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.IntentId;
import dcm.intent.IntentOutcomes.Watch;
import dcm.kafka.KafkaConnection;
import dcm.kafka.KafkaRecords;
import dcm.rest.readiness.LogReaderReadiness;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class IntentOutcomesTest {
    private static final IntentId ID = IntentId.ofKey(new Actor("account/alice"), "k");
    private static final ContainerId WEB = new ContainerId("aaaa000000000001");
    private static final Event ORDERED = new OperationOrdered(ID, WEB, StateOperation.REMOVE, 2, Instant.EPOCH);
    private static final Event REMOVED = new ContainerRemoved(ID, WEB, 2);

    private final IntentOutcomes outcomes = new IntentOutcomes(new LogReaderReadiness(
            KafkaConnection.of(Map.of("bootstrap.servers", "no-broker:1")), new SimpleMeterRegistry()));
    private final Watch watch = outcomes.watch(ID);

    @Test
    void locallyCommittedDecisionIsReturnedImmediately() {
        outcomes.committed(List.of(decision()));

        assertThat(watch.awaitDecision(Duration.ZERO)).map(Message::payload).contains(ORDERED);
    }

    @Test
    void locallyCommittedOutcomeIsReturnedImmediately() {
        outcomes.committed(List.of(decision(), outcome()));

        assertThat(watch.awaitOutcome(Duration.ZERO)).map(Message::payload).contains(REMOVED);
    }

    @Test
    void outcomeOfARemoteDecisionIsReturnedAfterBothAreRead() {
        outcomes.committed(List.of(outcome()));
        assertThat(watch.seen()).isEmpty();

        outcomes.take(read(decision(), outcome()));
        assertThat(watch.awaitOutcome(Duration.ZERO)).map(Message::payload).contains(REMOVED);
    }

    @Test
    void committedKeyChangeIsNotReportedBeforeItIsRead() {
        Event changed = new KeysChanged(ID, List.of(), false);

        outcomes.committed(List.of(event(1, "dcm.intents", changed)));

        assertThat(watch.seen()).isEmpty();
    }

    @Test
    void readOfACommittedEventDoesNotRepeatIt() {
        outcomes.committed(List.of(decision()));
        outcomes.take(read(decision(), outcome()));

        assertThat(watch.seen()).extracting(Message::payload).containsExactly(ORDERED, REMOVED);
    }

    @Test
    void eventsReceivedOutOfOrderAreListedBySequence() {
        outcomes.committed(List.of(decision(), event(3, "dcm.reports", REMOVED)));
        outcomes.take(read(event(2, "dcm.reports", new OperationProgressed(ID, WEB, 2, "so far", null))));

        assertThat(watch.seen())
                .extracting(message -> message.envelope().sequence())
                .containsExactly(1L, 2L, 3L);
    }

    @Test
    void waitEndsWithoutAnOutcomeWhenEnoughCompletes() {
        outcomes.committed(List.of(decision()));

        assertThat(watch.awaitOutcome(Duration.ofMinutes(1), CompletableFuture.completedFuture("enough")))
                .isEmpty();
    }

    @Test
    void availableOutcomeIsReturnedWhetherOrNotEnoughCompletes() {
        outcomes.committed(List.of(decision(), outcome()));

        assertThat(watch.awaitOutcome(Duration.ZERO, CompletableFuture.completedFuture("enough")))
                .map(Message::payload)
                .contains(REMOVED);
        assertThat(watch.awaitOutcome(Duration.ZERO, new CompletableFuture<>()))
                .map(Message::payload)
                .contains(REMOVED);
    }

    @Test
    void eventOfAnotherIntentIsNotReported() {
        Watch other = outcomes.watch(IntentId.ofKey(new Actor("account/bob"), "k"));

        outcomes.committed(List.of(decision()));

        assertThat(other.seen()).isEmpty();
    }

    private static ConsumerRecords<String, byte[]> read(Encoded... events) {
        TopicPartition partition = new TopicPartition("dcm.events", 3);
        List<ConsumerRecord<String, byte[]>> records = Stream.of(events)
                .map(event -> new ConsumerRecord<>(
                        "dcm.events",
                        3,
                        17,
                        0,
                        TimestampType.CREATE_TIME,
                        0,
                        0,
                        "owner/bob",
                        event.value(),
                        KafkaRecords.headers(event.headers()),
                        Optional.empty()))
                .toList();
        return new ConsumerRecords<>(Map.of(partition, records), Map.of());
    }

    private static Encoded decision() {
        return event(1, "dcm.intents", ORDERED);
    }

    private static Encoded outcome() {
        return event(2, "dcm.reports", REMOVED);
    }

    private static Encoded event(long sequence, String input, Event event) {
        AggregateId bob = new AggregateId("owner/bob");
        Envelope envelope = Envelope.first(
                        bob + ":" + sequence,
                        "command-service",
                        bob,
                        Instant.EPOCH,
                        Actor.ADMISSION,
                        new TraceParent("00-0123456789abcdef0123456789abcdef-0123456789abcdef-01"))
                .asEvent(sequence, new LogPosition(input, 3, 17));
        return new Codec<>(Families.EVENTS).encode(new Message<>(envelope, event));
    }
}
