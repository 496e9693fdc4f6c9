package dcm.worker.engine;

import java.util.List;

/**
 * The configuration of an engine.
 *
 * @param version the engine's version
 * @param runtimeVersion the version of the container runtime (runc); empty if unknown
 * @param securityOptions for example {@code seccomp}, {@code apparmor}, {@code userns}
 * @param liveRestore whether containers keep running while the engine restarts
 * @param logDriver the default log driver
 * @param storageDriver for example {@code overlay2}
 * @param backingFilesystem the filesystem below the storage driver; empty if unknown
 * @param root the directory of images and containers
 * @param runtimes names of the OCI runtimes that can start containers
 * @param missingLimits which of memory, swap, cpus and pids the engine cannot limit
 */
public record EngineConfiguration(
        String version,
        String runtimeVersion,
        List<String> securityOptions,
        boolean liveRestore,
        String logDriver,
        String storageDriver,
        String backingFilesystem,
        String root,
        List<String> runtimes,
        List<String> missingLimits) {
    /**
     * The runtime that limits, for each container, what the kernel otherwise counts for all of them together
     * ({@code infra/engine/runtime}).
     */
    public static final String LIMITING_RUNTIME = "dcm";

    /** Whether the engine has this security option. */
    public boolean has(String securityOption) {
        return securityOptions.stream()
                .anyMatch(option ->
                        option.equals("name=" + securityOption) || option.startsWith("name=" + securityOption + ","));
    }
}
