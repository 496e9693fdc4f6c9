package dcm.contract.report;

import dcm.contract.base.BaseImageState;
import dcm.contract.identity.Image;
import dcm.contract.identity.ImageFacts;
import dcm.contract.identity.PortRange;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A host's heartbeat, every few seconds.
 *
 * @param engineId the engine's own id
 * @param milliCpus thousandths of the host's CPUs
 * @param memoryMiB the host's memory
 * @param aliases addresses on which ports can be published, the first one for SSH
 * @param sshPorts the range out of which containers get their handles
 * @param baseImages the images this host offers
 * @param imageFacts what is known of the base images, by their digests
 * @param url where its worker tells what is inside containers; null for a worker that does not
 * @param findings what was looked at on the host lately; null for a worker that does not
 * @param preparing how far it has come with the images that administrators offer
 * @param clock the host's time when it said so; null for a worker that does not
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
        Map<String, ImageFacts> imageFacts,
        @Nullable String url,
        int containers,
        @Nullable List<Finding> findings,
        @Nullable Instant clock,
        List<BaseImageState> preparing)
        implements Report {
    public HostReported {
        aliases = List.copyOf(aliases);
        findings = findings == null ? null : List.copyOf(findings);
        preparing = preparing == null ? List.of() : List.copyOf(preparing); // earlier workers told nothing of it
        baseImages = List.copyOf(baseImages);
        imageFacts = imageFacts == null ? Map.of() : Map.copyOf(imageFacts); // earlier workers told none
    }
}
