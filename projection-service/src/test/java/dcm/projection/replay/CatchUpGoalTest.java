package dcm.projection.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class CatchUpGoalTest {
    private static final TopicPartition FIRST = new TopicPartition("dcm.events", 0);
    private static final TopicPartition SECOND = new TopicPartition("dcm.events", 1);

    private final CatchUpGoal goal = new CatchUpGoal();

    @Test
    void unsetGoalIsNotReached() {
        goal.advance(Map.of(FIRST, 100L));

        assertThat(goal.isReached()).isFalse();
    }

    @Test
    void goalIsReachedAtTheEndOfEveryPartition() {
        goal.set(Map.of(FIRST, 0L, SECOND, 5L), Map.of(FIRST, 10L, SECOND, 7L));

        goal.advance(Map.of(FIRST, 10L));
        assertThat(goal.isReached()).isFalse();
        goal.advance(Map.of(SECOND, 8L));

        assertThat(goal.isReached()).isTrue();
    }

    @Test
    void readerAtTheEndHasReachedTheGoal() {
        goal.set(Map.of(FIRST, 10L), Map.of(FIRST, 10L, SECOND, 0L));

        assertThat(goal.isReached()).isTrue();
    }

    @Test
    void progressCountsTheRecordsOfAllPartitions() {
        goal.set(Map.of(FIRST, 0L, SECOND, 5L), Map.of(FIRST, 10L, SECOND, 7L));
        assertThat(goal.progress()).isEqualTo(new CatchUpGoal.Progress(0, 12));

        goal.advance(Map.of(FIRST, 4L));
        goal.advance(Map.of(SECOND, 9L));

        assertThat(goal.progress()).isEqualTo(new CatchUpGoal.Progress(6, 12));
    }

    @Test
    void newGoalReplacesTheReachedOne() {
        goal.set(Map.of(FIRST, 10L), Map.of(FIRST, 10L));

        goal.set(Map.of(FIRST, 0L), Map.of(FIRST, 10L));

        assertThat(goal.isReached()).isFalse();
    }
}
