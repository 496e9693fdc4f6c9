package dcm.intent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.envelope.Encoded;
import dcm.contract.envelope.Envelope;
import dcm.contract.envelope.LogPosition;
import dcm.contract.envelope.Message;
import dcm.contract.envelope.TraceParent;
import dcm.contract.event.ContainerEvent.OperationOrdered;
import dcm.contract.event.Event;
import dcm.contract.event.StateOperation;
import dcm.contract.identity.Actor;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.Handle;
import dcm.contract.identity.IntentId;
import dcm.contract.intent.AccountIntent.RecordSignIn;
import dcm.contract.intent.ContainerIntent.StopContainer;
import dcm.contract.intent.Intent;
import dcm.intent.IntentOutcomes.Watch;
import dcm.kafka.KafkaConnection;
import dcm.kafka.KafkaRecords;
import dcm.rest.access.ClientAddress;
import dcm.rest.problem.ProblemException;
import dcm.rest.readiness.LogReaderReadiness;
import dcm.trace.Tracing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class IntentAppenderTest {
    private static final AggregateId BOB = new AggregateId("owner/bob");
    private static final Actor ALICE = new Actor("account/alice");
    private static final IntentId ID = IntentId.ofKey(ALICE, "k");
    private static final TraceParent TRACE = new TraceParent("00-0123456789abcdef0123456789abcdef-0123456789abcdef-01");
    private static final Intent STOP = new StopContainer(new Handle("web"));

    // ---- records ----

    @Test
    void intentIsWrittenUnderTheKeyOfItsAggregate() {
        FakeChannel channel = FakeChannel.writingAt(3, 17);

        append(channel);

        OutgoingKafkaRecordMetadata<?> record = onlyRecord(channel);
        Message<Intent> read = new Codec<>(Families.INTENTS)
                .decode(new Encoded(
                        KafkaRecords.headers(record.getHeaders()),
                        channel.sent().getFirst().getPayload()));
        assertThat(record.getKey()).isEqualTo("owner/bob");
        assertThat(record.getTimestamp()).isEqualTo(read.envelope().time());
        assertThat(read.payload()).isEqualTo(STOP);
        assertThat(read.envelope())
                .isEqualTo(Envelope.first(
                                ID.value(),
                                "command-service",
                                BOB,
                                read.envelope().time(),
                                ALICE,
                                TRACE)
                        .from("192.0.2.7"));
    }

    @Test
    void partitionIsLeftToThePartitioner() {
        FakeChannel channel = FakeChannel.writingAt(3, 17);

        append(channel);

        assertThat(onlyRecord(channel).getPartition()).isEqualTo(-1);
    }

    // ---- repeats ----

    @Test
    void decisionOnTheWrittenRecordIsNotARepeat() {
        Watch watch = append(FakeChannel.writingAt(3, 17));

        assertThat(watch.isRepeat(decisionOn(new LogPosition("dcm.intents", 3, 17))))
                .isFalse();
    }

    @Test
    void decisionOnAnEarlierRecordIsARepeat() {
        Watch watch = append(FakeChannel.writingAt(3, 17));

        assertThat(watch.isRepeat(decisionOn(new LogPosition("dcm.intents", 3, 11))))
                .isTrue();
    }

    // ---- waiting ----

    @Test
    void waitWithoutADecisionIsEmptyAfterItsTimeout() {
        Watch watch = append(FakeChannel.writingAt(3, 17));

        assertThat(watch.awaitDecision(Duration.ZERO)).isEmpty();
    }

    @Test
    void interruptEndsTheWaitAndRemainsSet() {
        Watch watch = append(FakeChannel.writingAt(3, 17));
        Thread.currentThread().interrupt();

        var outcome = watch.awaitOutcome(Duration.ofMinutes(1));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(outcome).isEmpty();
    }

    // ---- missing acknowledgements ----

    static Stream<Throwable> failuresBeforeSending() {
        return Stream.of(
                new TimeoutException("Topic dcm.intents not present in metadata after 5000 ms."),
                new RecordTooLargeException("The message is 2000000 bytes when serialized"),
                new SerializationException("cannot serialize"),
                new KafkaException("send failed", new RecordTooLargeException("too large")),
                new CompletionException(new TimeoutException("Topic dcm.intents not present in metadata after 5 ms.")));
    }

    @ParameterizedTest
    @MethodSource("failuresBeforeSending")
    void failureBeforeSendingIsReportedAsNotRecorded(Throwable failure) {
        LogUnreachableException unreachable = appendTo(FakeChannel.failingWith(failure));

        assertThat(unreachable.isCertainlyUnsent()).isTrue();
        assertThat(unreachable.intent()).isEqualTo(ID);
        assertThat(unreachable).hasCause(failure);
    }

    static Stream<Throwable> ambiguousFailures() {
        return Stream.of(
                new TimeoutException("Expiring 1 record(s) for dcm.intents-3:5000 ms has passed since batch creation"),
                new io.smallrye.mutiny.TimeoutException(),
                new DisconnectException("the broker hung up"),
                new KafkaException("something else"),
                new IllegalStateException("the producer is closed"));
    }

    @ParameterizedTest
    @MethodSource("ambiguousFailures")
    void ambiguousFailureIsReportedAsPossiblyRecorded(Throwable failure) {
        LogUnreachableException unreachable = appendTo(FakeChannel.failingWith(failure));

        assertThat(unreachable.isCertainlyUnsent()).isFalse();
        assertThat(unreachable.intent()).isEqualTo(ID);
    }

    @Test
    void intentsOverTheRateLimitAreRejectedAndNotRecorded() {
        FakeChannel channel = FakeChannel.writingAt(3, 41);
        IntentRateLimit rate = rate(2);
        append(channel, rate);
        append(channel, rate);

        assertThatThrownBy(() -> append(channel, rate))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("5 requests per second");
        assertThat(channel.sent()).hasSize(2);
    }

    @Test
    void signInsHaveALimitOfTheirOwn() {
        IntentRateLimit rate = rate(1);
        rate.count(ALICE, STOP);

        for (int i = 0; i < 60; i++) {
            rate.count(ALICE, new RecordSignIn());
        }

        assertThatThrownBy(() -> rate.count(ALICE, STOP)).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> rate.count(ALICE, new RecordSignIn()))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("1 requests per second");
    }

    private static IntentRateLimit rate(int burst) {
        return new IntentRateLimit(actor -> false, 5, burst);
    }

    private static Watch append(FakeChannel channel) {
        return append(channel, rate(1));
    }

    private static Watch append(FakeChannel channel, IntentRateLimit rate) {
        IntentOutcomes outcomes = new IntentOutcomes(new LogReaderReadiness(
                KafkaConnection.of(Map.of("bootstrap.servers", "no-broker:1")), new SimpleMeterRegistry()));
        ClientAddress client =
                new ClientAddress(
                        new CurrentVertxRequest(),
                        QuarkusSecurityIdentity.builder().setAnonymous(true).build()) {
                    @Override
                    public String text() {
                        return "192.0.2.7";
                    }
                };
        return new IntentAppender(channel.emitter(), outcomes, client, rate, Tracing.off(), "command-service")
                .append(BOB, STOP, ALICE, ID, TRACE);
    }

    private static LogUnreachableException appendTo(FakeChannel channel) {
        return catchThrowableOfType(LogUnreachableException.class, () -> append(channel));
    }

    private static OutgoingKafkaRecordMetadata<?> onlyRecord(FakeChannel channel) {
        assertThat(channel.sent()).hasSize(1);
        return channel.sent()
                .getFirst()
                .getMetadata(OutgoingKafkaRecordMetadata.class)
                .orElseThrow();
    }

    private static Message<Event> decisionOn(LogPosition input) {
        Envelope envelope = Envelope.first("owner/bob:1", "command-service", BOB, Instant.EPOCH, Actor.ADMISSION, TRACE)
                .asEvent(1, input);
        return new Message<>(
                envelope,
                new OperationOrdered(ID, new ContainerId("aaaa000000000001"), StateOperation.STOP, 2, Instant.EPOCH));
    }
}
