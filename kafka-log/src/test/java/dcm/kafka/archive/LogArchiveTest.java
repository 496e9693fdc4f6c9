package dcm.kafka.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcm.kafka.LogReader.Start;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogArchiveTest {
    private static final TopicPartition INTENTS = new TopicPartition("dcm.intents", 3);
    private static final TopicPartition EVENTS = new TopicPartition("dcm.events", 3);

    @TempDir
    Path directory;

    private final List<ConsumerRecord<String, byte[]>> read = new ArrayList<>();

    @Test
    void archivedRecordsAreReadAsTheyWereWritten() throws Exception {
        append(EVENTS, 0, 4, 5);
        append(EVENTS, 5, 7, 9);

        LogArchive archive = LogArchive.open(directory);
        archive.read(Map.of(EVENTS, 0L), 3, records -> records.forEach(read::add));

        assertThat(archive.end(EVENTS)).isEqualTo(9);
        assertThat(archive.records()).isEqualTo(6);
        assertThat(archive.bytes()).isPositive();
        assertThat(read).extracting(ConsumerRecord::offset).containsExactly(0L, 1L, 2L, 3L, 5L, 6L);
        ConsumerRecord<String, byte[]> last = read.getLast();
        assertThat(last.key()).isEqualTo("owner/zoë");
        assertThat(last.value()).asString(StandardCharsets.UTF_8).isEqualTo("value 6");
        assertThat(last.timestamp()).isEqualTo(6_000);
        assertThat(last.headers().lastHeader("ce_id").value())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("6");
        assertThat(last.headers().lastHeader("empty").value()).isNull();
    }

    @Test
    void readingBeginsAtThePosition() throws Exception {
        append(EVENTS, 0, 10, 10);

        LogArchive.open(directory).read(Map.of(EVENTS, 8L, INTENTS, 0L), 100, records -> records.forEach(read::add));

        assertThat(read).extracting(ConsumerRecord::offset).containsExactly(8L, 9L);
    }

    @Test
    void intentsAndEventsOfAPartitionAreReadByTime() throws Exception {
        append(EVENTS, 0, 4, 4);
        append(INTENTS, 0, 4, 4);

        List<List<String>> batches = new ArrayList<>();
        LogArchive.open(directory).read(Map.of(EVENTS, 0L, INTENTS, 0L), 4, records -> {
            List<String> batch = new ArrayList<>();
            records.forEach(record -> batch.add(record.topic() + "@" + record.offset()));
            batches.add(batch.stream().sorted().toList());
        });

        assertThat(batches.getFirst())
                .containsExactly("dcm.events@0", "dcm.events@1", "dcm.intents@0", "dcm.intents@1");
    }

    @Test
    void readerContinuesWithTheTopicAfterTheArchive() throws Exception {
        append(EVENTS, 0, 4, 5);

        Map<TopicPartition, Long> positions =
                start(3, LogArchive.open(directory).thenLog(records -> records.forEach(read::add)));

        assertThat(positions).isEqualTo(Map.of(EVENTS, 5L));
        assertThat(read).hasSize(4);
    }

    @Test
    void readerThatFailedRepeatsNoBatch() throws Exception {
        append(EVENTS, 0, 1_200, 1_200);
        List<Integer> batches = new ArrayList<>();
        Start start = LogArchive.open(directory).thenLog(records -> {
            if (batches.size() == 1) {
                batches.add(0);
                throw new IOException("the handler failed");
            }
            batches.add(records.count());
            records.forEach(read::add);
        });

        assertThatThrownBy(() -> start(0, start)).hasMessage("the handler failed");
        start(0, start);

        assertThat(batches).containsExactly(500, 0, 500, 200);
        assertThat(read)
                .extracting(ConsumerRecord::offset)
                .containsExactlyElementsOf(LongStream.range(0, 1_200).boxed().toList());
    }

    @Test
    void topicThatBeginsAfterTheArchiveIsRefused() {
        append(EVENTS, 0, 4, 5);

        assertThatThrownBy(() -> start(6, LogArchive.open(directory).thenLog(records -> {})))
                .isInstanceOf(LogArchiveException.class)
                .hasMessageContaining("dcm.events-3 before 6")
                .hasMessageContaining("reads the archive up to 5");
        assertThatThrownBy(() -> LogArchive.of(Optional.empty()).requireComplete(Map.of(EVENTS, 1L)))
                .hasMessageContaining("dcm rebuild views");
    }

    @Test
    void draftOfAnInterruptedCompactionIsIgnoredAndReplaced() throws Exception {
        append(EVENTS, 0, 2, 2);
        Path draft = Files.createDirectory(directory.resolve("draft"));
        Files.writeString(draft.resolve("dcm.events-3"), "incomplete");

        assertThat(LogArchive.open(directory).end(EVENTS)).isEqualTo(2);
        append(EVENTS, 2, 4, 4);

        assertThat(LogArchive.open(directory).end(EVENTS)).isEqualTo(4);
        assertThat(draft).doesNotExist();
    }

    @Test
    void failedCompactionLeavesTheArchiveUnchanged() {
        append(EVENTS, 0, 2, 2);

        assertThatThrownBy(() -> append(EVENTS, 2, 3, 4, () -> {
                    throw new IllegalStateException("the broker is gone");
                }))
                .hasMessage("the broker is gone");

        assertThat(LogArchive.open(directory).end(EVENTS)).isEqualTo(2);
    }

    @Test
    void damagedFileIsReported() throws Exception {
        append(EVENTS, 0, 4, 4);
        Path file = directory.resolve("00000001/dcm.events-3");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);

        assertThatThrownBy(() -> LogArchive.open(directory).read(Map.of(EVENTS, 0L), 10, records -> {}))
                .isInstanceOf(LogArchiveException.class)
                .hasMessageContaining(file + ", its checksum is wrong");
    }

    @Test
    void missingSectionIsReported() throws Exception {
        append(EVENTS, 0, 4, 4);
        append(EVENTS, 4, 6, 6);
        Files.move(directory.resolve("00000001"), directory.resolve("elsewhere"));

        assertThatThrownBy(() -> LogArchive.open(directory))
                .isInstanceOf(LogArchiveException.class)
                .hasMessageContaining("dcm.events-3 from 0 to 4 are missing");
    }

    private void append(TopicPartition partition, long from, long last, long until) {
        append(partition, from, last, until, () -> {});
    }

    /**
     * Archives records.
     *
     * @param end the offset after the last record; later offsets are those of markers
     */
    private void append(TopicPartition partition, long from, long end, long until, Runnable beforePoll) {
        MockConsumer<String, byte[]> log = new MockConsumer<>("none");
        log.updateBeginningOffsets(Map.of(partition, 0L));
        log.schedulePollTask(() -> {
            beforePoll.run();
            LongStream.range(from, end).forEach(offset -> log.addRecord(record(partition, offset)));
        });
        log.schedulePollTask(() -> log.seek(partition, until));
        new ArchiveWriter(directory, () -> log).append(Map.of(partition, until), line -> {});
    }

    @Test
    void topicThatEndsBeforeTheArchiveIsRefused() {
        append(EVENTS, 0, 4, 5);

        assertThatThrownBy(
                        () -> start(0, 3, Map.of(), LogArchive.open(directory).thenLog(records -> {})))
                .isInstanceOf(LogArchiveException.class)
                .hasMessageContaining("dcm.events-3 ends at 3, but its archive at 5");
    }

    @Test
    void readerFromWhichACompactionTakesRecordsFails() {
        append(EVENTS, 0, 4, 5);
        Start start = LogArchive.open(directory).thenLog(records -> {});

        assertThatThrownBy(() -> start(8, 10, Map.of(EVENTS, 6L), start))
                .hasMessage("The log was compacted while it was read. Run the command again.");
    }

    @Test
    void recordsThatAreAlsoInTheTopicMustBeTheSame() {
        append(EVENTS, 0, 4, 5);

        compare(2, List.of(record(EVENTS, 2), record(EVENTS, 3)));
        compare(5, List.of());

        assertThatThrownBy(() -> compare(2, List.of(record(EVENTS, 2), recordOf("another value", EVENTS, 3))))
                .isInstanceOf(LogArchiveException.class)
                .hasMessageContaining("dcm.events-3 and its archive differ at 3");
        assertThatThrownBy(() -> compare(2, List.of(record(EVENTS, 2)))).hasMessageContaining("differ at 3");
        assertThatThrownBy(() -> compare(3, List.of(record(EVENTS, 3), record(EVENTS, 4))))
                .hasMessageContaining("differ at 4");
    }

    /** Compares the archive with a topic that has these records. */
    private void compare(long beginning, List<ConsumerRecord<String, byte[]>> records) {
        MockConsumer<String, byte[]> log = new MockConsumer<>("none");
        log.updateBeginningOffsets(Map.of(EVENTS, beginning));
        log.schedulePollTask(() -> records.forEach(log::addRecord));
        log.schedulePollTask(() -> log.seek(EVENTS, 5));
        new ArchiveComparison(LogArchive.open(directory), () -> log).requireSame(Map.of(EVENTS, beginning));
    }

    private static ConsumerRecord<String, byte[]> record(TopicPartition partition, long offset) {
        return recordOf("value " + offset, partition, offset);
    }

    private static ConsumerRecord<String, byte[]> recordOf(String value, TopicPartition partition, long offset) {
        Headers headers = new RecordHeaders();
        headers.add("ce_id", Long.toString(offset).getBytes(StandardCharsets.UTF_8));
        headers.add("empty", null);
        return new ConsumerRecord<>(
                partition.topic(),
                partition.partition(),
                offset,
                offset * 1_000,
                TimestampType.CREATE_TIME,
                0,
                0,
                "owner/zoë",
                value.getBytes(StandardCharsets.UTF_8),
                headers,
                Optional.empty());
    }

    /** The positions of a reader of {@link #EVENTS} whose topic begins at {@code beginning}. */
    private static Map<TopicPartition, Long> start(long beginning, Start start) throws Exception {
        return start(beginning, 10_000, Map.of(), start);
    }

    private static Map<TopicPartition, Long> start(
            long beginning, long end, Map<TopicPartition, Long> handled, Start start) throws Exception {
        try (MockConsumer<String, byte[]> consumer = new MockConsumer<>("none")) {
            consumer.updateBeginningOffsets(Map.of(EVENTS, beginning));
            consumer.updateEndOffsets(Map.of(EVENTS, end));
            return start.positions(consumer, List.of(EVENTS), handled);
        }
    }
}
