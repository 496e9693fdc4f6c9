package dcm.worker.engine.docker;

import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Device;
import com.github.dockerjava.api.model.DeviceRequest;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import com.github.dockerjava.api.model.Ulimit;
import dcm.contract.preset.HostMount;
import dcm.contract.preset.PresetOptions;
import dcm.contract.preset.Tmpfs;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Converts a preset's options to Docker's configuration. Options that are not set keep their defaults. */
final class DockerPresets {
    private static final long MIB = 1024L * 1024L;

    private DockerPresets() {}

    static Capability[] capabilities(List<Capability> fixed, PresetOptions preset) {
        return Stream.concat(
                        fixed.stream(), preset.capabilities().stream().map(added -> Capability.valueOf(added.name())))
                .toArray(Capability[]::new);
    }

    static Ulimit[] ulimits(Ulimit fixed, PresetOptions preset) {
        Map<String, Ulimit> all = new HashMap<>(Map.of(fixed.getName(), fixed));
        preset.ulimits().forEach((name, limit) -> all.put(name, new Ulimit(name, limit.soft(), limit.ceiling())));
        return all.values().toArray(Ulimit[]::new);
    }

    static Map<String, String> sysctls(Map<String, String> fixed, PresetOptions preset) {
        Map<String, String> all = new HashMap<>(fixed);
        all.putAll(preset.sysctls());
        return all;
    }

    static void add(PresetOptions preset, HostConfig shape) {
        if (preset.shmSizeMiB() != null) {
            shape.withShmSize(preset.shmSizeMiB() * MIB);
        }
        if (preset.runtime() != null) {
            shape.withRuntime(preset.runtime());
        }
        if (preset.init() != null) {
            shape.withInit(preset.init());
        }
        shape.withDevices(preset.devices().stream()
                .map(device -> new Device(device.allowed(), device.path(), device.path()))
                .toList());
        shape.withDeviceRequests(
                preset.deviceRequests().stream().map(DockerPresets::request).toList());
        shape.withMounts(preset.mounts().stream().map(DockerPresets::mount).toList());
        shape.withTmpFs(preset.tmpfs().stream()
                .collect(Collectors.toMap(Tmpfs::target, tmpfs -> "size=" + tmpfs.sizeMiB() + "m")));
    }

    /** The host paths that a preset has mounted. DCM's own mounts are binds of the older kind and not included. */
    static List<Path> sources(HostConfig shape) {
        return shape.getMounts() == null
                ? List.of()
                : shape.getMounts().stream()
                        .filter(mount -> mount.getType() == MountType.BIND && mount.getSource() != null)
                        .map(mount -> Path.of(mount.getSource()))
                        .toList();
    }

    private static DeviceRequest request(dcm.contract.preset.DeviceRequest request) {
        return new DeviceRequest()
                .withDriver(request.driver())
                .withCount(request.count())
                .withDeviceIds(request.deviceIds())
                .withCapabilities(List.of(request.capabilities()));
    }

    /** A mount instead of a bind, because a bind creates a missing source directory. */
    private static Mount mount(HostMount mount) {
        return new Mount()
                .withType(MountType.BIND)
                .withSource(mount.source())
                .withTarget(mount.target())
                .withReadOnly(!mount.mayWrite());
    }
}
