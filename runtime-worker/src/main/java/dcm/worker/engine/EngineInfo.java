package dcm.worker.engine;

/**
 * What the engine reports about itself and its host.
 *
 * @param id the engine's permanent id
 * @param rootUid the host's uid of a container's root; 0 unless the engine remaps users
 * @param rootGid the host's gid of a container's root group
 */
public record EngineInfo(String id, String version, int milliCpus, int memoryMiB, int rootUid, int rootGid) {
    /** True if a container's root is an unprivileged user on the host. */
    public boolean isRemapped() {
        return rootUid != 0;
    }
}
