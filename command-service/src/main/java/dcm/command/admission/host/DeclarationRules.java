package dcm.command.admission.host;

import dcm.contract.identity.HostDeclaration;
import dcm.contract.identity.HostName;
import dcm.contract.report.AccountReport.HomeSizeReported;
import dcm.contract.report.AccountReport.SignInAbsent;
import dcm.contract.report.AccountReport.StorageAbsent;
import dcm.contract.report.ContainerReport;
import dcm.contract.report.ContainerReport.CommitDone;
import dcm.contract.report.ContainerReport.ContainerObserved;
import dcm.contract.report.ContainerReport.DiskSeen;
import dcm.contract.report.ContainerReport.OrderDone;
import dcm.contract.report.ContainerReport.OrderFailed;
import dcm.contract.report.ContainerReport.OrderProgressed;
import dcm.contract.report.HostCapacity;
import dcm.contract.report.HostReported;
import dcm.contract.report.ImageAbsent;
import dcm.contract.report.Observation;
import dcm.contract.report.Report;
import dcm.contract.snapshot.HostSnapshot;
import java.util.List;
import java.util.Optional;
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
                .filter(other -> other.report().sshPorts().overlaps(declaration.sshPorts()))
                .findFirst()
                .map(other -> "The SSH ports " + declaration.sshPorts() + " of " + host + " overlap those of "
                        + other.name() + " (" + other.report().sshPorts()
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

    private static Stream<String> addresses(HostSnapshot host) {
        HostDeclaration declaration = host.declaration();
        return declaration == null ? host.report().aliases().stream() : declaration.addresses();
    }

    /** Why a heartbeat is not that of the machine that joined; empty if it is. */
    static Optional<String> objection(HostDeclaration declaration, HostName host, HostReported report) {
        if (!declaration.engineId().equals(report.engineId())) {
            return Optional.of("The host " + host + " joined with the Docker Engine " + declaration.engineId()
                    + "; this worker uses the engine " + report.engineId() + "." + joinAgain(host));
        }
        if (!declaration.sshPorts().equals(report.sshPorts())) {
            return Optional.of("The host " + host + " joined with the SSH ports " + declaration.sshPorts()
                    + "; its worker reports " + report.sshPorts() + "." + joinAgain(host));
        }
        return report.aliases().stream()
                .filter(alias -> !declaration.hasAlias(alias))
                .findFirst()
                .map(alias -> "The host " + host + " joined with the addresses "
                        + String.join(", ", declaration.aliases()) + "; its worker reports the address " + alias + "."
                        + joinAgain(host))
                .or(() -> urlObjection(declaration, host, report.url()));
    }

    /** Requests with users' credentials for registries go to this URL. */
    private static Optional<String> urlObjection(HostDeclaration declaration, HostName host, @Nullable String url) {
        return url == null || declaration.isAt(url)
                ? Optional.empty()
                : Optional.of("The host " + host + " joined with the address " + declaration.address()
                        + "; its worker reports the URL " + url + "." + joinAgain(host));
    }

    private static String joinAgain(HostName host) {
        return " Restore the setting, or let the machine join again: ./dcm host invite " + host;
    }

    /**
     * Why a host that joined may not send a report; empty if it may.
     *
     * @param capacity of the host; null if it has reported none
     */
    public static Optional<String> objection(
            HostDeclaration declaration, Report report, @Nullable HostCapacity capacity) {
        return switch (report) {
            case DiskSeen disk -> requireSize(disk.mebibytes());
            case CommitDone done ->
                requireSize(done.facts().sizeBytes(), done.facts().ownBytes());
            case ContainerReport about -> observation(about).flatMap(seen -> objection(declaration, seen));
            case HomeSizeReported seen -> sizeObjection(seen, capacity);
            case HostReported heartbeat -> Optional.empty(); // decided by HostDecider, which records a refusal
            case StorageAbsent absent -> Optional.empty();
            case SignInAbsent absent -> Optional.empty();
            case ImageAbsent absent -> Optional.empty();
        };
    }

    /** A negative size would give the owner more than the quota. */
    private static Optional<String> requireSize(long... sizes) {
        return LongStream.of(sizes).anyMatch(size -> size < 0) ? Optional.of("a size is negative") : Optional.empty();
    }

    private static Optional<String> objection(HostDeclaration declaration, Observation seen) {
        if (seen.ssh() != null && !declaration.permits(seen.ssh())) {
            return Optional.of("the host joined without the SSH endpoint "
                    + seen.ssh().address() + ":" + seen.ssh().port());
        }
        return seen.ports().stream()
                .filter(port -> !declaration.hasAlias(port.address()))
                .findFirst()
                .map(port -> "the host joined without the address of the published port " + port);
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
