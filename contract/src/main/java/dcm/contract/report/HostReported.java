package dcm.contract.report;

import dcm.contract.identity.Image;
import dcm.contract.identity.PortRange;
import java.util.List;

/**
 * A host's heartbeat, every few seconds.
 *
 * @param engineId the engine's own id
 * @param milliCpus thousandths of the host's CPUs
 * @param memoryMiB the host's memory
 * @param aliases addresses on which ports can be published, the first one for SSH
 * @param sshPorts the range out of which containers get their handles
 * @param baseImages the images this host offers
 * @param containers how many of this installation's containers the engine has
 */
public record HostReported(
        String engineId,
        String engineVersion,
        String workerVersion,
        int milliCpus,
        int memoryMiB,
        List<String> aliases,
        PortRange sshPorts,
        List<Image> baseImages,
        int containers)
        implements Report {
    public HostReported {
        aliases = List.copyOf(aliases);
        baseImages = List.copyOf(baseImages);
    }
}
