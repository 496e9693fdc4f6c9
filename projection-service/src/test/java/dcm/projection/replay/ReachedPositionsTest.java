package dcm.projection.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class ReachedPositionsTest {
    private static final TopicPartition OWN = new TopicPartition("dcm.events", 1);
    private static final TopicPartition OTHER = new TopicPartition("dcm.events", 2);

    private final ReachedPositions reached = new ReachedPositions();

    @Test
    void recordOfAnotherPartitionDoesNotEndTheWait() throws InterruptedException {
        Thread waiting = waiting(60_000);

        reached.advance(Map.of(OTHER, 7L));

        assertThat(waiting.join(Duration.ofMillis(200))).isFalse();
        reached.advance(Map.of(OWN, 7L));
        assertThat(waiting.join(Duration.ofSeconds(5))).isTrue();
    }

    @Test
    void positionThatHasChangedSinceTheQueryEndsTheWait() throws InterruptedException {
        reached.advance(Map.of(OWN, 7L));

        assertThat(waiting(60_000).join(Duration.ofSeconds(5))).isTrue();
    }

    @Test
    void waitForAPositionEndsWhenItIsReached() throws InterruptedException {
        reached.advance(Map.of(OWN, 7L));
        Thread waiting = Thread.ofVirtual().start(() -> {
            try {
                reached.await(OWN, 9, 60_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });

        reached.advance(Map.of(OWN, 8L));
        assertThat(waiting.join(Duration.ofMillis(200))).isFalse();
        reached.advance(Map.of(OWN, 9L));
        assertThat(waiting.join(Duration.ofSeconds(5))).isTrue();
    }

    @Test
    void waitEndsAfterItsTime() throws InterruptedException {
        assertThat(waiting(20).join(Duration.ofSeconds(5))).isTrue();
    }

    private Thread waiting(long millis) {
        return Thread.ofVirtual().start(() -> {
            try {
                reached.awaitChange(List.of(OWN), 0, millis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
