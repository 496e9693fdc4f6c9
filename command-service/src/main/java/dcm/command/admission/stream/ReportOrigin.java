package dcm.command.admission.stream;

import dcm.contract.authentication.ReportSource;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.HostName;
import dcm.contract.identity.PortNumber;
import dcm.contract.report.AccountReport.HomeSizeReported;
import dcm.contract.report.AccountReport.SignInAbsent;
import dcm.contract.report.AccountReport.StorageAbsent;
import dcm.contract.report.ContainerReport;
import dcm.contract.report.ContainerReport.ContainerObserved;
import dcm.contract.report.ContainerReport.OrderDone;
import dcm.contract.report.ContainerReport.OrderFailed;
import dcm.contract.report.HostReported;
import dcm.contract.report.ImageAbsent;
import dcm.contract.report.Observation;
import dcm.contract.report.Report;
import dcm.contract.snapshot.HostSnapshot;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether an authenticated source may send a report: a worker reports about its own host only, user-service about sign-ins.
 * The deciders compare the host with that of the container or image. Pure.
 */
final class ReportOrigin {
    private ReportOrigin() {}

    /** Why the source may not send the report; empty if it may. */
    static Optional<String> objection(
            ReportSource source, AggregateId aggregate, Report report, List<HostSnapshot> hosts) {
        Optional<HostName> host = host(aggregate, report);
        if (!host.equals(source.host())) {
            return Optional.of("it is about " + host.map(HostName::value).orElse("something else"));
        }
        return ssh(report)
                .flatMap(port -> hosts.stream()
                        .filter(other -> other.removedAt() == null
                                && !Optional.of(other.name()).equals(host))
                        .filter(other -> other.report().sshPorts().contains(port))
                        .findFirst()
                        .map(other -> "the SSH port " + port + " belongs to " + other.name()));
    }

    /** The host that the report is about; empty if it is about none. */
    private static Optional<HostName> host(AggregateId aggregate, Report report) {
        return switch (report) {
            case HostReported heartbeat -> aggregate.isHost() ? Optional.of(aggregate.host()) : Optional.empty();
            case ContainerReport about -> Optional.of(about.host());
            case ImageAbsent absent -> Optional.of(absent.host());
            case HomeSizeReported seen -> Optional.of(seen.host());
            case StorageAbsent absent -> Optional.of(absent.host());
            case SignInAbsent absent -> Optional.empty();
        };
    }

    private static Optional<PortNumber> ssh(Report report) {
        @Nullable
        Observation seen = switch (report) {
            case OrderDone done -> done.observation();
            case OrderFailed failed -> failed.observation();
            case ContainerObserved observed -> observed.observation();
            default -> null;
        };
        return seen == null || seen.ssh() == null
                ? Optional.empty()
                : Optional.of(seen.ssh().port());
    }
}
