package dcm.projection.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class RebuildShareTest {
    @Test
    void processesReadAllPartitionsTogetherAndNoneTwice() {
        List<TopicPartition> read = new ArrayList<>();
        for (int process = 1; process <= 3; process++) {
            read.addAll(RebuildShare.parse(process + "/3").of(OtherInstances.PARTITIONS));
        }

        assertThat(read).containsExactlyInAnyOrderElementsOf(OtherInstances.PARTITIONS);
    }

    @Test
    void intentsAreReadByTheProcessThatReadsTheirEvents() {
        List<TopicPartition> share = RebuildShare.parse("2/2")
                .of(List.of(
                        new TopicPartition("intents", 4),
                        new TopicPartition("events", 4),
                        new TopicPartition("intents", 5),
                        new TopicPartition("events", 5)));

        assertThat(share).containsExactly(new TopicPartition("intents", 5), new TopicPartition("events", 5));
    }

    @Test
    void shareOfNoProcessIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> RebuildShare.parse("3/2"));
        assertThatIllegalArgumentException().isThrownBy(() -> RebuildShare.parse("0/2"));
        assertThatIllegalArgumentException().isThrownBy(() -> RebuildShare.parse("2"));
    }
}
