package dcm.auditor.engine;

import dcm.contract.identity.ContainerId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The containers and images of an installation in the container engine of one host.
 *
 * @param installation its id
 * @param hostName the host
 * @param defaultRuntime the runtime of containers that do not name one
 * @param containers as {@code docker inspect} shows them
 * @param images ids of owners' own images, from their tags
 */
public record AuditedEngine(
        String installation,
        String hostName,
        String defaultRuntime,
        Map<ContainerId, EngineContainer> containers,
        Set<String> images) {

    /**
     * A container as the engine shows it.
     *
     * @param status {@code running}, {@code paused}, or another value if it does not run
     * @param image the digest of the image
     * @param binds {@code source:target[:ro]}
     * @param mounts other mounts
     * @param tmpfs options of directories in memory, by target
     * @param published {@code address:port/protocol->port in the container}
     */
    public record EngineContainer(
            ContainerId id,
            String status,
            String image,
            Map<String, String> labels,
            String network,
            Privileges privileges,
            Resources resources,
            ProcessSettings process,
            List<String> binds,
            Set<Mount> mounts,
            Map<String, String> tmpfs,
            Set<Published> published) {}

    /**
     * The privileges of a container on its host.
     *
     * @param dropped capabilities, without {@code CAP_}
     * @param added capabilities, without {@code CAP_}
     * @param securityOptions options that replace seccomp, AppArmor and other protections
     * @param hostNamespaces kinds of namespaces that the container shares with the host
     * @param deviceRequests devices that a driver selects
     */
    public record Privileges(
            boolean privileged,
            Set<String> dropped,
            Set<String> added,
            Set<String> securityOptions,
            Set<String> hostNamespaces,
            Set<HostDevice> devices,
            Set<RequestedDevices> deviceRequests,
            String runtime) {}

    /**
     * The resource limits of a container.
     *
     * @param memorySwapBytes memory and swap
     * @param ulimits {@code soft:hard} by name
     */
    public record Resources(
            long memoryBytes,
            long memorySwapBytes,
            long nanoCpus,
            long pids,
            long shmBytes,
            Map<String, String> ulimits,
            Map<String, String> sysctls) {}

    /**
     * The settings with which a container's processes start.
     *
     * @param image the settings of the container's image; null if the image no longer exists in the engine
     */
    public record ProcessSettings(
            String hostname,
            Map<String, String> environment,
            List<String> command,
            String workingDirectory,
            @Nullable ImageSettings image) {}

    /** The settings of an image, which its containers use unless they are created with other settings. */
    public record ImageSettings(Map<String, String> environment, List<String> command, String workingDirectory) {}

    /** A device of the host. */
    public record HostDevice(String path, String inside, String permissions) {}

    /** Devices that a driver selects. */
    public record RequestedDevices(String driver, int count, List<String> ids, List<String> capabilities) {}

    /** A mount of a directory or file of the host. */
    public record Mount(String source, String target, boolean readOnly) {}

    /** A port of a container that is published on the host. */
    public record Published(String address, int port, int inside, String protocol) {
        /** The address, port and protocol on the host. */
        public String place() {
            return address + ":" + port + "/" + protocol;
        }
    }
}
