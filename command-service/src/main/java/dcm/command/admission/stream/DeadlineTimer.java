package dcm.command.admission.stream;

import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.jspecify.annotations.Nullable;

/**
 * A one-shot timer of a stream task. A periodic punctuation would be too expensive: Kafka Streams commits a transaction
 * after every punctuation, even without changes, and delays inputs meanwhile.
 */
final class DeadlineTimer {
    /** Minimum delay, so that work that remains due does not starve a task's inputs. */
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private final ProcessorContext<?, ?> context;
    private final Duration farthest;
    private final Runnable ringing;
    private @Nullable Cancellable set;
    private Instant setFor = Instant.MAX;

    /**
     * Creates a timer that is not scheduled.
     *
     * @param farthest times farther ahead are ignored and must be requested again later, because Kafka Streams keeps a
     *     cancelled punctuation until its time
     */
    DeadlineTimer(ProcessorContext<?, ?> context, Duration farthest, Runnable ringing) {
        this.context = context;
        this.farthest = farthest;
        this.ringing = ringing;
    }

    /**
     * Schedules the timer for shortly after {@code time}; does nothing if that is too far ahead or the timer is
     * scheduled for an earlier time.
     */
    void schedule(Instant time) {
        Duration left = Duration.between(Instant.ofEpochMilli(context.currentSystemTimeMs()), time)
                .plusMillis(1);
        if (left.compareTo(farthest) > 0 || !time.isBefore(setFor)) {
            return;
        }
        stop();
        setFor = time;
        set = context.schedule(
                left.compareTo(SHORTEST) < 0 ? SHORTEST : left, PunctuationType.WALL_CLOCK_TIME, now -> fire());
    }

    private void fire() {
        stop();
        ringing.run();
    }

    private void stop() {
        if (set != null) {
            set.cancel();
        }
        setFor = Instant.MAX;
    }
}
