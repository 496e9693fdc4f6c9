package dcm.contract.order;

import dcm.contract.identity.ContainerName;
import dcm.contract.identity.ContainerPort;
import dcm.contract.identity.Image;
import dcm.contract.identity.Limits;
import dcm.contract.identity.Settings;
import java.util.List;

/**
 * All that a host needs to know to make a container; everything else about its shape is fixed.
 *
 * @param ports published under the same numbers, all on one address
 */
public record ContainerSpec(
        ContainerName name, Image image, Limits limits, List<ContainerPort> ports, Settings settings) {
    public ContainerSpec {
        // Records from before there were ports and settings have none.
        ports = ports == null ? List.of() : List.copyOf(ports);
        settings = settings == null ? Settings.NONE : settings;
    }

    /** A container without ports and settings. */
    public static ContainerSpec of(ContainerName name, Image image, Limits limits) {
        return new ContainerSpec(name, image, limits, List.of(), Settings.NONE);
    }

    /** The same under another name. */
    public ContainerSpec named(ContainerName other) {
        return new ContainerSpec(other, image, limits, ports, settings);
    }
}
