package dcm.contract.report;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What changes with each heartbeat of a host.
 *
 * @param clock the host's time when it sent the heartbeat; null if the worker does not send it
 * @param containers how many of this installation's containers the engine has
 * @param capacity how much of the host is in use; null from a worker that does not report it
 */
public record HostLoad(
        @Nullable Instant clock, int containers, @Nullable HostCapacity capacity) {}
