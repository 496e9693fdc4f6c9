package dcm.worker.engine.docker;

import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HealthCheck;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.RestartPolicy;
import com.github.dockerjava.api.model.Ulimit;
import com.github.dockerjava.api.model.Volume;
import dcm.contract.identity.Limits;
import dcm.contract.preset.PresetOptions;
import dcm.worker.engine.NewContainer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The standard configuration of every container: unprivileged, no host resources, limits on everything. A preset can add
 * to it.
 */
final class DockerContainerTemplate {
    /** What sshd, sudo, su and apt need, and nothing more. */
    private static final List<Capability> CAPABILITIES = List.of(
            Capability.CHOWN,
            Capability.DAC_OVERRIDE,
            Capability.FOWNER,
            Capability.FSETID,
            Capability.SETUID,
            Capability.SETGID,
            Capability.SETPCAP,
            Capability.KILL,
            Capability.NET_BIND_SERVICE,
            Capability.SYS_CHROOT,
            Capability.AUDIT_WRITE);

    /**
     * An engine with user remapping cannot grant more than its own limit, which was 20,000 or more where DCM was
     * tested.
     */
    private static final Ulimit OPEN_FILES = new Ulimit("nofile", 16_384L, 16_384L);

    /** Permits ping without the capability NET_RAW. */
    private static final Map<String, String> SYSCTLS = Map.of("net.ipv4.ping_group_range", "0 65535");

    /** The engine runs those of images outside of the container's limits. */
    static final HealthCheck NO_HEALTH_CHECK = new HealthCheck().withTest(List.of("NONE"));

    private static final long BARE_MEMORY = 1024L * 1024 * 1024;
    private static final long BARE_PROCESSES = 256L;
    private static final long BARE_NANO_CPUS = 1_000_000_000L;

    /** The limit for the own layer of a container without an owner, in bytes. */
    static final long BARE_LAYER = 1024L * 1024 * 1024;

    private DockerContainerTemplate() {}

    /** @param runtime that starts it unless a preset names another one; null: the engine's default */
    static HostConfig of(NewContainer container, String network, @Nullable String runtime) {
        PresetOptions preset = container.spec().options();
        HostConfig shape = fixed(container, network)
                .withCapAdd(DockerPresets.capabilities(CAPABILITIES, preset))
                .withUlimits(DockerPresets.ulimits(OPEN_FILES, preset))
                .withSysctls(DockerPresets.sysctls(SYSCTLS, preset));
        if (runtime != null) {
            shape.withRuntime(runtime);
        }
        DockerPresets.add(preset, shape);
        return withLayerLimit(shape, container.layerBytes());
    }

    private static HostConfig withLayerLimit(HostConfig shape, @Nullable Long bytes) {
        return bytes == null ? shape : shape.withStorageOpt(Map.of("size", Long.toString(bytes)));
    }

    private static LogConfig boundedLog() {
        return new LogConfig(LogConfig.LoggingType.LOCAL, Map.of("max-size", "10m", "max-file", "3"));
    }

    /**
     * The host configuration of a container without an owner: no mounts and low limits.
     *
     * @param layerBytes see {@link NewContainer#layerBytes()}
     */
    static HostConfig bare(@Nullable Long layerBytes) {
        HostConfig shape = HostConfig.newHostConfig()
                .withPrivileged(false)
                .withCapDrop(Capability.ALL)
                .withCapAdd(DockerPresets.capabilities(CAPABILITIES, PresetOptions.NONE))
                .withUlimits(DockerPresets.ulimits(OPEN_FILES, PresetOptions.NONE))
                .withSysctls(DockerPresets.sysctls(SYSCTLS, PresetOptions.NONE))
                .withNanoCPUs(BARE_NANO_CPUS)
                .withMemory(BARE_MEMORY)
                .withMemorySwap(BARE_MEMORY)
                .withPidsLimit(BARE_PROCESSES)
                .withLogConfig(boundedLog());
        return withLayerLimit(shape, layerBytes);
    }

    private static HostConfig fixed(NewContainer container, String network) {
        Limits limits = container.spec().limits();
        long memory = limits.memoryMiB() * 1024L * 1024L;
        return HostConfig.newHostConfig()
                .withPrivileged(false)
                .withCapDrop(Capability.ALL)
                .withNanoCPUs(limits.milliCpus() * 1_000_000L)
                .withMemory(memory)
                .withMemorySwap(memory)
                .withPidsLimit((long) limits.pids())
                .withLogConfig(boundedLog())
                // After a reboot of the host, Docker restarts the containers that ran before.
                .withRestartPolicy(RestartPolicy.unlessStoppedRestart())
                .withNetworkMode(network)
                .withPortBindings(DockerPorts.bindings(container))
                .withBinds(
                        new Bind(container.rootHome().toString(), new Volume("/root")),
                        new Bind(container.userHome().toString(), new Volume("/home/" + container.owner())),
                        new Bind(container.keys().toString(), new Volume("/etc/dcm/keys"), AccessMode.ro));
    }
}
