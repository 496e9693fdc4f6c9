package dcm.worker.engine;

import java.util.List;

/**
 * How an engine is set up, as far as it matters to those who share it.
 *
 * @param version the engine's
 * @param runtimeVersion of what starts its containers (runc); empty if it does not tell
 * @param securityOptions such as {@code seccomp}, {@code apparmor}, {@code userns}
 * @param liveRestore whether containers run on while the engine restarts
 * @param logDriver for containers that do not say
 * @param storageDriver such as {@code overlay2}
 * @param backingFilesystem what the storage driver stands on; empty if it does not tell
 * @param root where the engine keeps images and containers
 * @param limits those of memory, swap, cpus and pids that it cannot enforce
 */
public record EngineTraits(
        String version,
        String runtimeVersion,
        List<String> securityOptions,
        boolean liveRestore,
        String logDriver,
        String storageDriver,
        String backingFilesystem,
        String root,
        List<String> limits) {

    /** Whether it was set up with this. */
    public boolean has(String securityOption) {
        return securityOptions.stream()
                .anyMatch(option ->
                        option.equals("name=" + securityOption) || option.startsWith("name=" + securityOption + ","));
    }
}
