package dcm.auditor.engine;

import dcm.contract.identity.ContainerId;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the container engine of one host says about an installation.
 *
 * @param installation its id
 * @param hostName the host
 * @param containers the installation's, as {@code docker inspect} shows them
 * @param images ids of owners' own images, as they are tagged
 */
public record AuditedEngine(
        String installation, String hostName, Map<ContainerId, EngineContainer> containers, Set<String> images) {

    /**
     * A container as the engine shows it.
     *
     * @param status {@code running}, {@code paused}, or anything else for one that does not run
     * @param image the digest of the image
     * @param binds {@code source:target[:ro]}
     * @param mounts targets of other mounts
     * @param published {@code address:port/protocol->port in the container}
     */
    public record EngineContainer(
            ContainerId id,
            String status,
            String image,
            Map<String, String> labels,
            String network,
            boolean privileged,
            List<String> droppedCapabilities,
            long memoryBytes,
            long nanoCpus,
            long pids,
            List<String> binds,
            Set<String> mounts,
            Set<Published> published) {}

    /** A port of a container that is published on the host. */
    public record Published(String address, int port, int inside, String protocol) {
        /** Where it is on the host. */
        public String place() {
            return address + ":" + port + "/" + protocol;
        }
    }
}
