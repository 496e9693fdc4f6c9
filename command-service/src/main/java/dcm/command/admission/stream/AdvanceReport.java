package dcm.command.admission.stream;

import java.time.Duration;

/**
 * Decides when a long step logs its progress: after a pause, and only if it has advanced. The launcher waits as long as
 * progress is logged.
 */
final class AdvanceReport {
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private long count;
    private long nanoTime;

    /** @param nanoTime when the step begins */
    AdvanceReport(long nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Whether the step must now log that it has reached {@code reached}. */
    boolean isDue(long reached, long now) {
        if (reached == count || now - nanoTime <= PAUSE.toNanos()) {
            return false;
        }
        count = reached;
        nanoTime = now;
        return true;
    }
}
