package dcm.worker.engine;

/**
 * A process of a container.
 *
 * @param pid as its host counts, which is not how the container does
 * @param uid as the container counts
 * @param cpuPercent since it was started, of one CPU
 * @param memoryPercent of the host's memory
 * @param elapsed since it was started, {@code [[DD-]HH:]MM:SS}
 */
public record ContainerProcess(
        long pid, long parentPid, long uid, double cpuPercent, double memoryPercent, String elapsed, String command) {}
