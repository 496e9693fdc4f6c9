package dcm.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.codec.Header;
import dcm.contract.codec.UnreadableRecordException;
import dcm.contract.envelope.Envelope;
import dcm.contract.envelope.LogPosition;
import dcm.contract.envelope.Message;
import dcm.contract.envelope.TraceParent;
import dcm.contract.event.AccountEvent.AccountOpened;
import dcm.contract.event.Event;
import dcm.contract.identity.Actor;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.Profile;
import dcm.contract.identity.Role;
import dcm.contract.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class KafkaRecordsTest {
    private static final Instant WRITTEN = Instant.parse("2026-03-01T10:00:00.123456Z");
    private static final Actor ALICE = new Actor("account/alice");
    private static final Message<Event> OPENED = new Message<>(
            Envelope.first(
                            "owner/zoe:1",
                            "command-service",
                            new AggregateId("owner/zoe"),
                            WRITTEN,
                            ALICE,
                            new TraceParent("00-0123456789abcdef0123456789abcdef-0123456789abcdef-01"))
                    .asEvent(1, new LogPosition("dcm.intents", 4, 12)),
            AccountOpened.of(IntentId.ofKey(ALICE, "k"), Profile.of("Zoë", Role.USER), List.of(), null));

    private final Codec<Event> codec = new Codec<>(Families.EVENTS);

    @Test
    void writtenRecordIsReadBackUnchanged() {
        ProducerRecord<String, byte[]> written = KafkaRecords.record(codec, Topic.EVENTS, null, "owner/zoe", OPENED);

        assertThat(KafkaRecords.message(codec, stored(written.headers(), written.value())))
                .isEqualTo(OPENED);
    }

    @Test
    void recordHasTopicKeyAndTimestampOfTheEnvelope() {
        ProducerRecord<String, byte[]> written = KafkaRecords.record(codec, Topic.EVENTS, null, "owner/zoe", OPENED);

        assertThat(written.topic()).isEqualTo("dcm.events");
        assertThat(written.key()).isEqualTo("owner/zoe");
        assertThat(written.partition()).isNull();
        assertThat(written.timestamp()).isEqualTo(WRITTEN.toEpochMilli());
    }

    @Test
    void givenPartitionIsSetOnTheRecord() {
        ProducerRecord<String, byte[]> written = KafkaRecords.record(codec, Topic.EVENTS, 5, "owner/zoe", OPENED);

        assertThat(written.partition()).isEqualTo(5);
    }

    @Test
    void unknownTypeIsReportedWithItsPosition() {
        ProducerRecord<String, byte[]> written = KafkaRecords.record(codec, Topic.EVENTS, null, "owner/zoe", OPENED);
        Headers headers = written.headers();
        headers.remove(Header.TYPE).add(Header.TYPE, "account-closed".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> KafkaRecords.message(codec, stored(headers, written.value())))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContainingAll("dcm.events-2@42", "account-closed");
    }

    @Test
    void recordWithoutHeadersIsReportedWithItsPosition() {
        Headers none = KafkaRecords.headers(Map.of());

        assertThatThrownBy(() -> KafkaRecords.message(codec, stored(none, new byte[] {'x'})))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining("dcm.events-2@42");
    }

    /** A record as the broker returns it, at {@code dcm.events-2@42}. */
    private static ConsumerRecord<String, byte[]> stored(Headers headers, byte[] value) {
        return new ConsumerRecord<>(
                Topic.EVENTS.topicName(),
                2,
                42,
                WRITTEN.toEpochMilli(),
                TimestampType.CREATE_TIME,
                0,
                value.length,
                "owner/zoe",
                value,
                headers,
                Optional.empty());
    }
}
