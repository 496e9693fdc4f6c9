package dcm.command.admission.removal;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The delay before what a receiver declined is offered again; doubles with each attempt, up to an hour. */
final class RetryDelay {
    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofHours(1);

    private RetryDelay() {}

    /**
     * Whether the next attempt may begin.
     *
     * @param failedAt when the last attempt failed; null if there was none or it is in progress
     * @param attempts the number of attempts so far; 0 if only a transfer from before the removal failed
     */
    static boolean isOver(@Nullable Instant failedAt, int attempts, Instant now) {
        return failedAt == null || !failedAt.plus(after(attempts)).isAfter(now);
    }

    private static Duration after(int attempts) {
        Duration delay = FIRST.multipliedBy(1L << Math.clamp(attempts - 1L, 0, 10));
        return delay.compareTo(LONGEST) < 0 ? delay : LONGEST;
    }
}
