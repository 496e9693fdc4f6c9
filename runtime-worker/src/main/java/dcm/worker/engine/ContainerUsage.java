package dcm.worker.engine;

import java.time.Instant;

/**
 * The resource usage of a container.
 *
 * @param cpus usage in the last second; 1.0 is one whole CPU
 * @param memoryBytes memory without reclaimable cache
 * @param networkReceivedBytes since the start of the container, like the values that follow
 */
public record ContainerUsage(
        Instant at,
        double cpus,
        long memoryBytes,
        long memoryLimitBytes,
        long networkReceivedBytes,
        long networkSentBytes,
        long blockReadBytes,
        long blockWrittenBytes,
        long pids) {}
