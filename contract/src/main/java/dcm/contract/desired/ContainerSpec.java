package dcm.contract.desired;

import dcm.contract.identity.ContainerName;
import dcm.contract.identity.ContainerPort;
import dcm.contract.identity.Image;
import dcm.contract.identity.Limits;
import dcm.contract.identity.Settings;
import dcm.contract.preset.Preset;
import dcm.contract.preset.PresetOptions;
import dcm.contract.quota.ResourceUsage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a host needs to create a container. The rest of the container's shape is fixed.
 *
 * @param ports published under the same numbers, all on one address
 * @param address the address for the ports; null: the first on which they are all free
 * @param preset the options that differ from the standard configuration; null: none
 */
public record ContainerSpec(
        ContainerName name,
        Image image,
        Limits limits,
        List<ContainerPort> ports,
        @Nullable String address,
        Settings settings,
        @Nullable Preset preset) {
    public ContainerSpec {
        // Records written before ports and settings existed have none.
        ports = ports == null ? List.of() : List.copyOf(ports);
        settings = settings == null ? Settings.NONE : settings;
    }

    /** A container without ports, settings and preset. */
    public static ContainerSpec of(ContainerName name, Image image, Limits limits) {
        return new ContainerSpec(name, image, limits, List.of(), null, Settings.NONE, null);
    }

    /** The preset's options; none if there is no preset. */
    public PresetOptions options() {
        return preset == null ? PresetOptions.NONE : preset.options();
    }

    /** What the container counts against the quota. */
    public ResourceUsage usage(boolean running) {
        return ResourceUsage.of(limits, ports.size(), options(), running);
    }

    /** This specification with another name. */
    public ContainerSpec named(ContainerName other) {
        return new ContainerSpec(other, image, limits, ports, address, settings, preset);
    }
}
