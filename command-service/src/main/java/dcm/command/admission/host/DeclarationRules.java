package dcm.command.admission.host;

import dcm.command.admission.decision.DecisionContext;
import dcm.command.admission.state.ContainerState;
import dcm.contract.identity.HostDeclaration;
import dcm.contract.identity.HostName;
import dcm.contract.identity.Image;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.Printable;
import dcm.contract.identity.PublishedPort;
import dcm.contract.identity.SshEndpoint;
import dcm.contract.report.AccountReport.HomeSizeReported;
import dcm.contract.report.AccountReport.HomesArrived;
import dcm.contract.report.AccountReport.HomesArriving;
import dcm.contract.report.AccountReport.HomesRefused;
import dcm.contract.report.AccountReport.HomesUnreadable;
import dcm.contract.report.AccountReport.LoginKeysReported;
import dcm.contract.report.AccountReport.SignInAbsent;
import dcm.contract.report.AccountReport.StorageAbsent;
import dcm.contract.report.ContainerReport;
import dcm.contract.report.ContainerReport.CommitDone;
import dcm.contract.report.ContainerReport.ContainerObserved;
import dcm.contract.report.ContainerReport.DiskSeen;
import dcm.contract.report.ContainerReport.OrderDone;
import dcm.contract.report.ContainerReport.OrderFailed;
import dcm.contract.report.ContainerReport.OrderProgressed;
import dcm.contract.report.ContainerStatus;
import dcm.contract.report.Finding;
import dcm.contract.report.HostAlive;
import dcm.contract.report.HostCapacity;
import dcm.contract.report.HostReported;
import dcm.contract.report.ImageAbsent;
import dcm.contract.report.Observation;
import dcm.contract.report.Report;
import dcm.contract.snapshot.HostSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Compares what a host reports with what it declared when it joined. Pure. */
public final class DeclarationRules {
    private DeclarationRules() {}

    /** Why a machine cannot join with a declaration beside the other hosts; empty if it can. */
    static Optional<String> conflict(HostName host, HostDeclaration declaration, List<HostSnapshot> hosts) {
        List<HostSnapshot> others = hosts.stream()
                .filter(other -> !other.name().equals(host) && other.removedAt() == null)
                .toList();
        return sshPortConflict(host, declaration, others).or(() -> addressConflict(declaration, others));
    }

    private static Optional<String> sshPortConflict(
            HostName host, HostDeclaration declaration, List<HostSnapshot> others) {
        return others.stream()
                .filter(other -> other.sshPorts().overlaps(declaration.sshPorts()))
                .findFirst()
                .map(other -> "The SSH ports " + declaration.sshPorts() + " of " + host + " overlap those of "
                        + other.name() + " (" + other.sshPorts()
                        + "). Each SSH port identifies one container. Choose another range: --ssh-ports FIRST-LAST");
    }

    private static Optional<String> addressConflict(HostDeclaration declaration, List<HostSnapshot> others) {
        return others.stream()
                .flatMap(other -> addresses(other)
                        .filter(declaration::has)
                        .map(address -> "The address " + address + " belongs to the host " + other.name()
                                + ". Join with addresses of this machine: --address ADDRESS --alias ADDRESS"))
                .findFirst();
    }

    /** A host that was removed before it reported, as far as it is known from its declaration. */
    public static HostSnapshot neverReported(HostName host, HostDeclaration declaration, Instant now) {
        HostReported report = new HostReported(
                declaration.engineId(),
                "",
                "",
                0,
                0,
                declaration.aliases(),
                declaration.sshPorts(),
                List.of(),
                Map.of(),
                null,
                0,
                null,
                null,
                List.of(),
                null);
        return HostSnapshot.of(host, 0, report, now).joined(declaration);
    }

    private static Stream<String> addresses(HostSnapshot host) {
        HostDeclaration declaration = host.declaration();
        return declaration == null ? host.report().aliases().stream() : declaration.addresses();
    }

    /** Why a heartbeat is not that of the machine that joined; empty if it is. */
    static Optional<String> objection(HostDeclaration declaration, HostName host, HostReported report) {
        if (!declaration.engineId().equals(report.engineId())) {
            return Optional.of("The host " + host + " joined with the Docker Engine "
                    + Printable.quoted(declaration.engineId())
                    + "; this worker uses the engine " + Printable.quoted(report.engineId())
                    + ". Restore the data directory of the first engine. If it is gone, its containers are, too: run"
                    + " dcm host rm " + host + ", then let the machine join again: dcm host invite " + host);
        }
        if (!declaration.sshPorts().equals(report.sshPorts())) {
            return Optional.of("The host " + host + " joined with the SSH ports " + declaration.sshPorts()
                    + "; its worker reports " + report.sshPorts() + "." + joinAgain(host));
        }
        return report.aliases().stream()
                .filter(alias -> !declaration.hasAlias(alias))
                .findFirst()
                .map(alias -> "The host " + host + " joined with the addresses "
                        + String.join(", ", declaration.aliases()) + "; its worker reports the address "
                        + Printable.quoted(alias) + "."
                        + joinAgain(host))
                .or(() -> urlObjection(declaration, host, report.url()));
    }

    /** Requests with users' credentials for registries go to this URL. */
    private static Optional<String> urlObjection(HostDeclaration declaration, HostName host, @Nullable String url) {
        return url == null || declaration.isAt(url)
                ? Optional.empty()
                : Optional.of("The host " + host + " joined with the address " + declaration.address()
                        + "; its worker reports the URL " + Printable.quoted(url) + "." + joinAgain(host));
    }

    /**
     * A heartbeat without the base images that a host makes up. A machine that joined offers those of the catalog, and those that the
     * hosts of the installation offer by their configuration: users would get its image instead of the one that they know.
     *
     * @param declaration null: an administrator of the installation has set up the worker, and decides what it offers
     */
    public static HostReported withoutForeignImages(
            @Nullable HostDeclaration declaration, HostReported report, DecisionContext context) {
        if (declaration == null) {
            return report;
        }
        Set<ImageName> configured = context.hosts().stream()
                .filter(host -> host.declaration() == null && host.removedAt() == null)
                .flatMap(host -> host.report().baseImages().stream())
                .map(Image::name)
                .collect(Collectors.toSet());
        Map<Boolean, List<Image>> known = report.baseImages().stream()
                .collect(Collectors.partitioningBy(image -> configured.contains(image.name())
                        || context.catalog().baseImage(image.name()).isPresent()));
        List<Image> foreign = known.getOrDefault(false, List.of());
        return foreign.isEmpty()
                ? report
                : report.with(known.getOrDefault(true, List.of()), findings(report, foreign))
                        .revised(null); // so that the worker sends it again, until the images are known
    }

    private static List<Finding> findings(HostReported report, List<Image> foreign) {
        String names = foreign.stream().map(image -> image.name().value()).collect(Collectors.joining(", "));
        Finding finding = new Finding(
                "base images",
                Finding.Level.WARNING,
                "The host offers base images that neither the catalog nor a host of the installation itself has, so users"
                        + " cannot use them: " + names + ".",
                "Add them to the catalog (dcm image add), or remove them from DCM_HOST_BASE_IMAGES on that host.");
        List<Finding> own = report.findings() == null ? List.of() : report.findings();
        return Stream.concat(own.stream(), Stream.of(finding)).toList();
    }

    private static String joinAgain(HostName host) {
        return " Restore the setting, or let the machine join again: dcm host invite " + host;
    }

    /**
     * Why a host that joined may not send a report; empty if it may.
     *
     * @param container the container on this host that the report is about; null if it is about none, or one that is unknown
     * @param capacity of the host; null if it has reported none
     */
    public static Optional<String> objection(
            HostDeclaration declaration,
            Report report,
            @Nullable ContainerState container,
            @Nullable HostCapacity capacity) {
        return switch (report) {
            case DiskSeen disk -> requireSize(disk.mebibytes());
            case CommitDone done ->
                requireSize(done.facts().sizeBytes(), done.facts().ownBytes());
            case ContainerReport about -> observation(about).flatMap(seen -> objection(declaration, seen, container));
            case HomeSizeReported seen -> sizeObjection(seen, capacity);
            case HostReported description -> Optional.empty(); // decided by HostDecider, which records a refusal
            case HostAlive heartbeat -> Optional.empty(); // its description is accepted
            case HomesArriving arriving -> Optional.empty();
            case HomesArrived arrived -> requireSize(arrived.bytes(), arrived.files());
            case HomesRefused refused -> Optional.empty();
            case HomesUnreadable unreadable -> Optional.empty();
            case LoginKeysReported reported -> Optional.empty();
            case StorageAbsent absent -> Optional.empty();
            case SignInAbsent absent -> Optional.empty();
            case ImageAbsent absent -> Optional.empty();
        };
    }

    /** A negative size would give the owner more than the quota. */
    private static Optional<String> requireSize(long... sizes) {
        return LongStream.of(sizes).anyMatch(size -> size < 0) ? Optional.of("a size is negative") : Optional.empty();
    }

    /** Only an observation of a running container changes where the container is reached. */
    private static Optional<String> objection(
            HostDeclaration declaration, Observation seen, @Nullable ContainerState container) {
        if (seen.status() != ContainerStatus.RUNNING) {
            return Optional.empty();
        }
        SshEndpoint ssh = seen.ssh();
        if (ssh != null && !declaration.permits(ssh) && !(container != null && ssh.equals(container.ssh()))) {
            return Optional.of("the host joined without the SSH endpoint " + Printable.quoted(ssh.address()) + ", port "
                    + ssh.port());
        }
        return seen.ports().stream()
                .flatMap(port -> objection(declaration, port, container).stream())
                .findFirst();
    }

    private static Optional<String> objection(
            HostDeclaration declaration, PublishedPort port, @Nullable ContainerState container) {
        if (container != null && !container.spec().ports().contains(port.port())) {
            return Optional.of("the container has no port " + port.port() + " to publish");
        }
        return declaration.hasAlias(port.address()) || container != null && hasAddress(container, port.address())
                ? Optional.empty()
                : Optional.of("the host joined without the address " + Printable.quoted(port.address())
                        + " of the published port " + port.port());
    }

    /** Whether a container is known to have this address: it may have been created before its host joined again with others. */
    private static boolean hasAddress(ContainerState container, String address) {
        SshEndpoint ssh = container.ssh();
        return address.equals(container.spec().address()) || ssh != null && address.equals(ssh.address());
    }

    /**
     * Whether a report cannot be checked, because the host has not reported what that needs. It must be ignored: the worker can be at
     * fault or too fast, and sends it again.
     *
     * @param capacity of the host; null if it has reported none
     */
    public static boolean isUnverifiable(Report report, @Nullable HostCapacity capacity) {
        return report instanceof HomeSizeReported && (capacity == null || capacity.storageMiB() == null);
    }

    private static Optional<String> sizeObjection(HomeSizeReported seen, @Nullable HostCapacity capacity) {
        Long most = capacity == null ? null : capacity.storageMiB();
        return most == null || seen.mebibytes() <= most
                ? Optional.empty()
                : Optional.of("the homes cannot have " + seen.mebibytes() + " MiB on a filesystem of " + most + " MiB");
    }

    private static Optional<Observation> observation(ContainerReport report) {
        return switch (report) {
            case OrderDone done -> Optional.of(done.observation());
            case OrderFailed failed -> Optional.ofNullable(failed.observation());
            case ContainerObserved observed -> Optional.of(observed.observation());
            case CommitDone done -> Optional.empty();
            case OrderProgressed progressed -> Optional.empty();
            case DiskSeen disk -> Optional.empty();
        };
    }
}
