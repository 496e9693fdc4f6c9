package dcm.stack.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dcm.kafka.archive.LogArchive;
import dcm.stack.kafka.LogCompaction.Plan;
import dcm.stack.kafka.LogSize;
import dcm.stack.lifecycle.Stack.Compaction;
import dcm.stack.machine.StackFailure;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class LogCompactCommandTest {
    @Test
    void keptTimeIsANumberOfDays() {
        assertEquals(365, LogCompactCommand.days("365"));
        assertEquals(30, LogCompactCommand.days("30d"));
        for (String wrong : new String[] {"0", "-1", "1y", "", "1.5"}) {
            assertThrows(StackFailure.class, () -> LogCompactCommand.days(wrong), wrong);
        }
    }

    @Test
    void dryRunSaysWhatWouldBeMoved() {
        String text = LogCompactCommand.text(compaction(Set.of()), true);

        assertTrue(
                text.contains(
                        "1,000 positions (records and ends of transactions) in 4.0 MiB; 250 of them, about 1.0 MiB, of the last 30 days"),
                text);
        assertTrue(text.contains("700 positions would be moved, 300 would stay in Kafka"), text);
        assertTrue(text.contains("archive: 0 records"), text);
    }

    @Test
    void recordsThatAReaderStillNeedsAreMentioned() {
        String text = LogCompactCommand.text(compaction(Set.of(new TopicPartition("dcm.intents", 1))), false);

        assertTrue(text.contains("700 positions moved, 300 stay in Kafka"), text);
        assertTrue(
                text.contains("1 of 48 partitions have older records that admission or the views have not read"), text);
    }

    private static Compaction compaction(Set<TopicPartition> waiting) {
        return new Compaction(
                new LogSize(4 << 20, 1_000, 250),
                new Plan(Map.of(), 700, 300, waiting),
                LogArchive.of(Optional.empty()));
    }
}
