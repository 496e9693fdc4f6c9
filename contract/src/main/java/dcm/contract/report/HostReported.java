package dcm.contract.report;

import dcm.contract.baseimage.BaseImageState;
import dcm.contract.identity.Image;
import dcm.contract.identity.ImageFacts;
import dcm.contract.identity.PortRange;
import dcm.contract.identity.Printable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A host's description and its load. The worker sends it instead of a heartbeat ({@link HostAlive}) until {@code dcm.hosts} shows
 * this revision, and earlier workers send it every few seconds.
 *
 * @param engineId the engine's own id
 * @param milliCpus thousandths of the host's CPUs
 * @param memoryMiB the host's memory in MiB
 * @param aliases addresses on which ports can be published; the first one is for SSH
 * @param sshPorts the range of the containers' SSH ports
 * @param baseImages the images that this host offers
 * @param imageFacts the properties of the base images, by digest
 * @param url the worker's URL for logs, stats and processes of containers; null if the worker does not serve them
 * @param findings the results of the latest checks of the host; null if the worker does not run them
 * @param preparing the host's progress with base images of the catalog
 * @param clock the host's time when it sent the heartbeat; null if the worker does not send it
 * @param containers how many of this installation's containers the engine has
 * @param installation the id of the installation to which the worker belongs; null from a worker that does not report it
 * @param capacity how much of the host is in use; null from a worker that does not report it
 * @param storage the directory of homes; null if the worker cannot read it, or does not report it
 * @param revision differs from that of every other description of this host; null from a worker that sends descriptions only
 * @param intervalSeconds after how many seconds the worker sends the next report; null from a worker that always sends one every three seconds
 * @param readsAccounts whether the worker reads accounts from the topic of its host; null from a worker that reads those of all hosts
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
        List<BaseImageState> preparing,
        @Nullable String installation,
        @Nullable HostCapacity capacity,
        @Nullable HomeStorage storage,
        @Nullable String revision,
        @Nullable Integer intervalSeconds,
        @Nullable Boolean readsAccounts)
        implements Report {
    private static final HostLoad NO_LOAD = new HostLoad(null, 0, null);

    /** A description without capacity, storage and revision, as earlier workers send it. */
    public HostReported(
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
            List<BaseImageState> preparing,
            @Nullable String installation) {
        this(
                engineId,
                engineVersion,
                workerVersion,
                milliCpus,
                memoryMiB,
                aliases,
                sshPorts,
                baseImages,
                imageFacts,
                url,
                containers,
                findings,
                clock,
                preparing,
                installation,
                null,
                null,
                null,
                null,
                null);
    }

    /** A description with this load. */
    public HostReported with(HostLoad load) {
        return copy(baseImages, findings, load, storage, revision, readsAccounts);
    }

    /** The same description with these base images, and these results of checks. */
    public HostReported with(List<Image> images, @Nullable List<Finding> results) {
        return copy(images, results, load(), storage, revision, readsAccounts);
    }

    /** The same description with this directory of homes. */
    public HostReported with(@Nullable HomeStorage homes) {
        return copy(baseImages, findings, load(), homes, revision, readsAccounts);
    }

    /** The same description with this revision; null: it is not one that heartbeats can refer to. */
    public HostReported revised(@Nullable String as) {
        return copy(baseImages, findings, load(), storage, as, readsAccounts);
    }

    /** The same description, of a worker that reads accounts from the topic of its host. */
    public HostReported readingAccounts() {
        return copy(baseImages, findings, load(), storage, revision, true);
    }

    private HostReported copy(
            List<Image> images,
            @Nullable List<Finding> results,
            HostLoad load,
            @Nullable HomeStorage homes,
            @Nullable String as,
            @Nullable Boolean accounts) {
        return new HostReported(
                engineId,
                engineVersion,
                workerVersion,
                milliCpus,
                memoryMiB,
                aliases,
                sshPorts,
                images,
                imageFacts,
                url,
                load.containers(),
                results,
                load.clock(),
                preparing,
                installation,
                load.capacity(),
                homes,
                as,
                load.intervalSeconds(),
                accounts);
    }

    /** The part that changes with each heartbeat. */
    public HostLoad load() {
        return new HostLoad(clock, containers, capacity, intervalSeconds);
    }

    /** Whether both differ in nothing but load and revision. */
    public boolean describesSame(HostReported other) {
        return with(NO_LOAD).revised(null).equals(other.with(NO_LOAD).revised(null));
    }

    public HostReported {
        engineId = Printable.sentence(engineId);
        engineVersion = Printable.sentence(engineVersion);
        workerVersion = Printable.sentence(workerVersion);
        aliases = List.copyOf(aliases);
        findings = findings == null ? null : List.copyOf(findings);
        preparing = preparing == null ? List.of() : List.copyOf(preparing); // earlier workers do not send it
        baseImages = List.copyOf(baseImages);
        imageFacts = imageFacts == null ? Map.of() : Map.copyOf(imageFacts); // earlier workers do not send it
    }
}
