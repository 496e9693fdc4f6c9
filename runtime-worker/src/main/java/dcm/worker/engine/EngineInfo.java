package dcm.worker.engine;

/**
 * What the engine says about itself and its host.
 *
 * @param id its own, lasting id
 * @param rootUid who root of a container is on the host; 0 unless the engine remaps users
 * @param rootGid the same for root's group
 */
public record EngineInfo(String id, String version, int milliCpus, int memoryMiB, int rootUid, int rootGid) {
    /** True when root of a container is nobody on the host. */
    public boolean isRemapped() {
        return rootUid != 0;
    }
}
