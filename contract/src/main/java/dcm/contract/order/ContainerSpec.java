package dcm.contract.order;

import dcm.contract.identity.ContainerName;
import dcm.contract.identity.ContainerPort;
import dcm.contract.identity.Image;
import dcm.contract.identity.Limits;
import dcm.contract.identity.Settings;
import dcm.contract.preset.Preset;
import dcm.contract.preset.PresetOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a host needs to know to make a container; everything else about its shape is fixed.
 *
 * @param ports published under the same numbers, all on one address
 * @param preset what is not as in every container; null: nothing
 */
public record ContainerSpec(
        ContainerName name,
        Image image,
        Limits limits,
        List<ContainerPort> ports,
        Settings settings,
        @Nullable Preset preset) {
    public ContainerSpec {
        // Records from before there were ports and settings have none.
        ports = ports == null ? List.of() : List.copyOf(ports);
        settings = settings == null ? Settings.NONE : settings;
    }

    /** A container without ports and settings. */
    public static ContainerSpec of(ContainerName name, Image image, Limits limits) {
        return new ContainerSpec(name, image, limits, List.of(), Settings.NONE, null);
    }

    /** What the preset sets; nothing where there is none. */
    public PresetOptions options() {
        return preset == null ? PresetOptions.NONE : preset.options();
    }

    /** The same under another name. */
    public ContainerSpec named(ContainerName other) {
        return new ContainerSpec(other, image, limits, ports, settings, preset);
    }
}
