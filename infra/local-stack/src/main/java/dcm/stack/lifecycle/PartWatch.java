package dcm.stack.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides when a part is restarted: at once when it has ended, when it has not answered for a minute, or not at all for the longest time that
 * its start may take; after each further restart with a pause twice as long. Times are of a clock that nobody sets. Not thread-safe.
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

    private final Optional<Duration> startLimit;
    /** The last answer, or the launch. */
    private @Nullable Instant since;

    private boolean hasAnswered;
    private int failedProbes;
    private @Nullable Instant restarted;
    private Duration pause = Duration.ZERO;

    /**
     * A watch of a part that starts.
     *
     * @param startLimit after which it hangs if it has not answered; empty if it is unknown how long a start takes
     */
    PartWatch(Optional<Duration> startLimit) {
        this.startLimit = startLimit;
    }

    /** A watch of a part that has just answered. */
    static PartWatch ofHealthy(Instant now, Optional<Duration> startLimit) {
        PartWatch watch = new PartWatch(startLimit);
        watch.since = now;
        watch.hasAnswered = true;
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
        boolean answersNow = answers.orElse(false);
        hasAnswered |= answersNow;
        Instant last = answersNow || since == null ? now : since;
        since = last;
        Optional<String> reason =
                runs ? hanging(last, now).map("it did not answer for %s"::formatted) : Optional.of(ENDED);
        return reason.filter(_ -> restarted == null || !now.isBefore(restarted.plus(pause)));
    }

    private Optional<String> hanging(Instant last, Instant now) {
        Optional<Duration> limit = hasAnswered ? Optional.of(HANG_TIMEOUT) : startLimit;
        return limit.filter(time -> failedProbes >= FAILED_PROBES && now.isAfter(last.plus(time)))
                .map(time -> time.toSeconds() + " s");
    }

    /** Records a restart. */
    void restarted(Instant now) {
        boolean settled = restarted != null && now.isAfter(restarted.plus(pause).plus(RESET_AFTER));
        Duration longer = pause.isZero() || settled ? FIRST_PAUSE : pause.multipliedBy(2);
        pause = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
        restarted = now;
        since = now;
        hasAnswered = false;
        failedProbes = 0;
    }
}
