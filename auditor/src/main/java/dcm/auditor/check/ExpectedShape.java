package dcm.auditor.check;

import dcm.auditor.engine.AuditedEngine.EngineContainer;
import dcm.auditor.engine.AuditedEngine.HostDevice;
import dcm.auditor.engine.AuditedEngine.ImageSettings;
import dcm.auditor.engine.AuditedEngine.Mount;
import dcm.auditor.engine.AuditedEngine.Privileges;
import dcm.auditor.engine.AuditedEngine.ProcessSettings;
import dcm.auditor.engine.AuditedEngine.RequestedDevices;
import dcm.auditor.engine.AuditedEngine.Resources;
import dcm.auditor.log.RecordedContainer;
import dcm.contract.identity.Settings;
import dcm.contract.preset.PresetOptions;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The configuration that a container's owner and preset requested, with the settings that all containers have. The
 * constants intentionally repeat the worker's, so that a change of the worker alone is reported as a difference.
 */
final class ExpectedShape {
    private static final long MIB = 1024L * 1024L;
    private static final long NANOS_PER_MILLI_CPU = 1_000_000L;

    private static final Set<String> CAPABILITIES = Set.of(
            "CHOWN",
            "DAC_OVERRIDE",
            "FOWNER",
            "FSETID",
            "SETUID",
            "SETGID",
            "SETPCAP",
            "KILL",
            "NET_BIND_SERVICE",
            "SYS_CHROOT",
            "AUDIT_WRITE");
    private static final Map<String, String> ULIMITS = Map.of("nofile", "16384:16384");
    private static final Map<String, String> SYSCTLS = Map.of("net.ipv4.ping_group_range", "0 65535");

    /** The runtime that limits a container's use of shared kernel resources. */
    private static final String LIMITING_RUNTIME = "dcm";

    private final RecordedContainer container;
    private final PresetOptions preset;

    ExpectedShape(RecordedContainer container) {
        this.container = container;
        this.preset = container.spec().options();
    }

    /**
     * The differences of a container, in words.
     *
     * @param defaultRuntime the runtime of containers that were created before the limiting runtime was installed
     */
    Stream<String> differences(EngineContainer found, String defaultRuntime) {
        return Stream.of(
                        privileges(found.privileges(), defaultRuntime),
                        resources(found.resources()),
                        process(found.process()),
                        Rows.difference("the preset's mounts", mounts(), found.mounts()),
                        Rows.difference("the preset's tmpfs", tmpfs(), found.tmpfs()))
                .flatMap(Function.identity());
    }

    private Stream<String> privileges(Privileges found, String defaultRuntime) {
        return Stream.of(
                        Rows.difference("privileged", false, found.privileged()),
                        Rows.difference("the dropped capabilities", Set.of("ALL"), found.dropped()),
                        Rows.difference("the added capabilities", capabilities(), found.added()),
                        Rows.difference("the security options", Set.of(), found.securityOptions()),
                        Rows.difference("the host's namespaces", Set.of(), found.hostNamespaces()),
                        Rows.difference("the devices", devices(), found.devices()),
                        Rows.difference("the requested devices", deviceRequests(), found.deviceRequests()),
                        runtimes(defaultRuntime).contains(found.runtime())
                                ? Stream.<String>empty()
                                : Rows.difference("the runtime", runtimes(defaultRuntime), found.runtime()))
                .flatMap(Function.identity());
    }

    private Stream<String> resources(Resources found) {
        var limits = container.spec().limits();
        Map<String, String> ulimits = ulimits();
        return Stream.of(
                        Rows.difference("the memory", limits.memoryMiB() * MIB, found.memoryBytes()),
                        Rows.difference("the memory with swap", limits.memoryMiB() * MIB, found.memorySwapBytes()),
                        Rows.difference("the CPU share", limits.milliCpus() * NANOS_PER_MILLI_CPU, found.nanoCpus()),
                        Rows.difference("the process limit", (long) limits.pids(), found.pids()),
                        preset.shmSizeMiB() == null
                                ? Stream.<String>empty()
                                : Rows.difference("the shared memory", preset.shmSizeMiB() * MIB, found.shmBytes()),
                        // The engine adds its own defaults.
                        Rows.difference("the ulimits", ulimits, only(ulimits.keySet(), found.ulimits())),
                        Rows.difference("the sysctls", overlaid(SYSCTLS, preset.sysctls()), found.sysctls()))
                .flatMap(Function.identity());
    }

    private Stream<String> process(ProcessSettings found) {
        Settings settings = container.spec().settings();
        ImageSettings image = found.image();
        Map<String, String> environment =
                image == null ? environment() : overlaid(withoutNames(image.environment()), environment());
        Map<String, String> present =
                image == null ? only(environment.keySet(), found.environment()) : withoutNames(found.environment());
        List<String> command = settings.command().isEmpty() && image != null ? image.command() : settings.command();
        String directory = settings.workingDirectory() == null && image != null
                ? image.workingDirectory()
                : settings.workingDirectory();
        return Stream.of(
                        Rows.difference(
                                "the host name",
                                Objects.requireNonNullElse(
                                        preset.hostname(),
                                        container.spec().name().value()),
                                found.hostname()),
                        Rows.difference("the environment", environment, present),
                        command.isEmpty() && image == null
                                ? Stream.<String>empty()
                                : Rows.difference("the command", command, found.command()),
                        directory == null
                                ? Stream.<String>empty()
                                : Rows.difference(
                                        "the working directory", plain(directory), plain(found.workingDirectory())))
                .flatMap(Function.identity());
    }

    private Set<String> capabilities() {
        Set<String> all = new HashSet<>(CAPABILITIES);
        preset.capabilities().forEach(added -> all.add(added.name()));
        return all;
    }

    private Set<HostDevice> devices() {
        return preset.devices().stream()
                .map(device -> new HostDevice(device.path(), device.path(), device.allowed()))
                .collect(Collectors.toSet());
    }

    private Set<RequestedDevices> deviceRequests() {
        return preset.deviceRequests().stream()
                .map(request -> new RequestedDevices(
                        Objects.requireNonNullElse(request.driver(), ""),
                        Objects.requireNonNullElse(request.count(), 0),
                        request.deviceIds(),
                        request.capabilities()))
                .collect(Collectors.toSet());
    }

    private Set<String> runtimes(String defaultRuntime) {
        return preset.runtime() == null
                ? new HashSet<>(List.of(LIMITING_RUNTIME, defaultRuntime))
                : Set.of(preset.runtime());
    }

    private Map<String, String> ulimits() {
        Map<String, String> own = new HashMap<>();
        preset.ulimits().forEach((name, limit) -> own.put(name, limit.soft() + ":" + limit.ceiling()));
        return overlaid(ULIMITS, own);
    }

    /**
     * Without the names at the creation of a container, which are not in its events. Earlier containers do not have them; an image that
     * was committed from a container does.
     */
    private static Map<String, String> withoutNames(Map<String, String> environment) {
        Map<String, String> others = new HashMap<>(environment);
        others.keySet().removeAll(List.of("DCM_NAME", "DCM_HOSTS"));
        return others;
    }

    private Map<String, String> environment() {
        Settings settings = container.spec().settings();
        Map<String, String> all = new HashMap<>(settings.environment());
        all.put("DCM_USER", container.owner().value());
        all.put("DCM_CONTAINER", container.id().value());
        if (settings.timeZone() != null) {
            all.put("TZ", settings.timeZone());
        }
        return all;
    }

    private Set<Mount> mounts() {
        return preset.mounts().stream()
                .map(mount -> new Mount(mount.source(), mount.target(), !mount.mayWrite()))
                .collect(Collectors.toSet());
    }

    private Map<String, String> tmpfs() {
        Map<String, String> all = new HashMap<>();
        preset.tmpfs().forEach(tmpfs -> all.put(tmpfs.target(), "size=" + tmpfs.sizeMiB() + "m"));
        return all;
    }

    /** The engine normalizes the path too. */
    private static String plain(String directory) {
        return Path.of(directory).normalize().toString();
    }

    private static Map<String, String> overlaid(Map<String, String> under, Map<String, String> over) {
        Map<String, String> all = new HashMap<>(under);
        all.putAll(over);
        return all;
    }

    private static Map<String, String> only(Set<String> names, Map<String, String> all) {
        Map<String, String> kept = new HashMap<>(all);
        kept.keySet().retainAll(names);
        return kept;
    }
}
