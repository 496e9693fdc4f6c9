package dcm.contract.report;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What changes with each heartbeat of a host.
 *
 * @param clock the host's time when it sent the heartbeat; null if the worker does not send it
 * @param containers how many of this installation's containers the engine has
 * @param capacity how much of the host is in use; null from a worker that does not report it
 * @param intervalSeconds after how many seconds the worker sends the next heartbeat; null from a worker that always sends one every
 *     three seconds
 */
public record HostLoad(
        @Nullable Instant clock,
        int containers,
        @Nullable HostCapacity capacity,
        @Nullable Integer intervalSeconds) {
    /** How much later than announced a heartbeat may arrive. A failed attempt takes up to ten seconds. */
    private static final Duration GRACE = Duration.ofSeconds(12);

    /** A load of a worker that does not announce its next heartbeat. */
    public HostLoad(@Nullable Instant clock, int containers, @Nullable HostCapacity capacity) {
        this(clock, containers, capacity, null);
    }

    /** The same load, with which the worker announces its next heartbeat. */
    public HostLoad announcing(Duration interval) {
        return new HostLoad(clock, containers, capacity, Math.toIntExact(interval.toSeconds()));
    }

    /** A host without a heartbeat for longer is unreachable. */
    public Duration maxSilence() {
        long announced = intervalSeconds == null ? 0 : intervalSeconds;
        // The worker of a hostile machine can announce any number.
        return Duration.ofSeconds(Math.clamp(
                        announced, HeartbeatInterval.SHORTEST.toSeconds(), HeartbeatInterval.LONGEST.toSeconds()))
                .plus(GRACE);
    }
}
