package dcm.command.admission;

import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.jspecify.annotations.Nullable;

/**
 * Rings once, when a time has come. Kafka Streams commits a transaction after every punctuation, also after one that changed nothing,
 * and an input that comes meanwhile waits for it: so nothing ticks often that has mostly nothing to do.
 */
final class Alarm {
    /** Something that stays due, whatever is done about it, must not keep a task from its inputs. */
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private final ProcessorContext<?, ?> context;
    private final Duration farthest;
    private final Runnable ringing;
    private @Nullable Cancellable set;
    private Instant setFor = Instant.MAX;

    /**
     * An alarm that is not set.
     *
     * @param farthest it is not set for what is farther ahead, and has to be told again: Kafka Streams keeps what was cancelled until its
     *     time comes
     */
    Alarm(ProcessorContext<?, ?> context, Duration farthest, Runnable ringing) {
        this.context = context;
        this.farthest = farthest;
        this.ringing = ringing;
    }

    /** Makes it ring soon after {@code time}, unless that is far ahead, or it is set for an earlier one. */
    void ringAfter(Instant time) {
        Duration left = Duration.between(Instant.ofEpochMilli(context.currentSystemTimeMs()), time)
                .plusMillis(1);
        if (left.compareTo(farthest) > 0 || !time.isBefore(setFor)) {
            return;
        }
        stop();
        setFor = time;
        set = context.schedule(
                left.compareTo(SHORTEST) < 0 ? SHORTEST : left, PunctuationType.WALL_CLOCK_TIME, now -> ring());
    }

    private void ring() {
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
