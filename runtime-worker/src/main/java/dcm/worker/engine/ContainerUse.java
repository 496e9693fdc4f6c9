package dcm.worker.engine;

import java.time.Instant;

/**
 * What a container uses.
 *
 * @param cpus in the last second, 1.0 for one of them wholly
 * @param memoryBytes without what the kernel would give back at once
 * @param networkReceivedBytes since it was started, like all that follows
 */
public record ContainerUse(
        Instant at,
        double cpus,
        long memoryBytes,
        long memoryLimitBytes,
        long networkReceivedBytes,
        long networkSentBytes,
        long blockReadBytes,
        long blockWrittenBytes,
        long pids) {}
