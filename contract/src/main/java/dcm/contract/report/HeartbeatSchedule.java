package dcm.contract.report;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** When a worker sends heartbeats. It examines its host every {@link HeartbeatInterval#SHORTEST}, and sends one if it is due. Not thread-safe. */
public final class HeartbeatSchedule {
    private @Nullable Sent last;

    private record Sent(long nanoTime, Duration announced) {}

    /**
     * Whether a heartbeat is due now, rather than at the next examination. The last one has announced it, or announced a longer interval than
     * the present one.
     *
     * @param nanoTime of {@link System#nanoTime}
     */
    public boolean isDue(Duration interval, long nanoTime) {
        Sent sent = last;
        if (sent == null) {
            return true;
        }
        Duration next = interval.compareTo(sent.announced()) < 0 ? interval : sent.announced();
        Duration waited = Duration.ofNanos(nanoTime - sent.nanoTime());
        return waited.plus(HeartbeatInterval.SHORTEST.dividedBy(2)).compareTo(next) > 0;
    }

    /** A heartbeat was sent. It has announced the next one. */
    public void sent(Duration interval, long nanoTime) {
        last = new Sent(nanoTime, interval);
    }

    /** No heartbeat was sent, or something that announces the next report at the next examination. */
    public void reset() {
        last = null;
    }
}
