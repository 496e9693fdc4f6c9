package dcm.worker.engine;

/**
 * A process of a container.
 *
 * @param pid the process id in the host's namespace
 * @param uid the user id in the container's namespace
 * @param cpuPercent average since the start of the process, of one CPU
 * @param memoryPercent of the host's memory
 * @param elapsed time since the start of the process, {@code [[DD-]HH:]MM:SS}
 */
public record ContainerProcess(
        long pid, long parentPid, long uid, double cpuPercent, double memoryPercent, String elapsed, String command) {}
