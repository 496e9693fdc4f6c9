package dcm.stack.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides when a part is restarted: at once when it has ended, or when it has not answered for a minute; after each further
 * restart with a pause twice as long. Times are of a clock that nobody sets. Not thread-safe.
 */
final class PartWatch {
    /** The reason for one whose process has ended. */
    static final String ENDED = "it ended";

    /** A part that answered before and does not answer for this time hangs. */
    static final Duration HANG_TIMEOUT = Duration.ofMinutes(1);

    static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    /** After this time without a restart, the next one is the first again. */
    static final Duration RESET_AFTER = Duration.ofMinutes(10);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    /** One failure says little on a busy machine, or after the machine was suspended. */
    static final int FAILED_PROBES = 6;

    private @Nullable Instant answered;
    private int failedProbes;
    private @Nullable Instant restarted;
    private Duration pause = Duration.ZERO;

    /** A watch of a part that has just answered. */
    static PartWatch ofHealthy(Instant now) {
        PartWatch watch = new PartWatch();
        watch.answered = now;
        return watch;
    }

    /**
     * Why the part must be restarted now; empty if it need not, or not yet.
     *
     * @param runs whether its process runs
     * @param answers whether it answers; empty if that was not checked
     */
    Optional<String> reasonToRestart(Instant now, boolean runs, Optional<Boolean> answers) {
        if (answers.isPresent()) {
            failedProbes = answers.get() ? 0 : failedProbes + 1;
        }
        if (answers.orElse(false)) {
            answered = now;
        }
        Optional<String> reason = runs ? hanging(now).map("it did not answer for %s"::formatted) : Optional.of(ENDED);
        return reason.filter(_ -> restarted == null || !now.isBefore(restarted.plus(pause)));
    }

    /** One that has never answered is starting, which can take long. */
    private Optional<String> hanging(Instant now) {
        boolean hangs = answered != null && failedProbes >= FAILED_PROBES && now.isAfter(answered.plus(HANG_TIMEOUT));
        return hangs ? Optional.of(HANG_TIMEOUT.toSeconds() + " s") : Optional.empty();
    }

    /** Records a restart. */
    void restarted(Instant now) {
        boolean settled = restarted != null && now.isAfter(restarted.plus(pause).plus(RESET_AFTER));
        Duration longer = pause.isZero() || settled ? FIRST_PAUSE : pause.multipliedBy(2);
        pause = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
        restarted = now;
        answered = null;
        failedProbes = 0;
    }
}
