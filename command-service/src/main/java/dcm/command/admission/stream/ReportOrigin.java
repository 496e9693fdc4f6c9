package dcm.command.admission.stream;

import dcm.contract.authentication.ReportSource;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.HostName;
import dcm.contract.report.AccountReport.HomeSizeReported;
import dcm.contract.report.AccountReport.HomesArrived;
import dcm.contract.report.AccountReport.HomesArriving;
import dcm.contract.report.AccountReport.HomesRefused;
import dcm.contract.report.AccountReport.HomesUnreadable;
import dcm.contract.report.AccountReport.LoginKeysReported;
import dcm.contract.report.AccountReport.SignInAbsent;
import dcm.contract.report.AccountReport.StorageAbsent;
import dcm.contract.report.ContainerReport;
import dcm.contract.report.HostAlive;
import dcm.contract.report.HostReported;
import dcm.contract.report.ImageAbsent;
import dcm.contract.report.Report;
import java.util.Optional;

/**
 * Whether an authenticated source may send a report: a worker reports about its own host only, user-service about sign-ins.
 * The deciders compare the host with that of the container or image. Pure.
 */
final class ReportOrigin {
    private ReportOrigin() {}

    /** Why the source may not send the report; empty if it may. */
    static Optional<String> objection(ReportSource source, AggregateId aggregate, Report report) {
        Optional<HostName> host = host(aggregate, report);
        return host.equals(source.host())
                ? Optional.empty()
                : Optional.of("it is about " + host.map(HostName::value).orElse("something else"));
    }

    /** The host that the report is about; empty if it is about none. */
    private static Optional<HostName> host(AggregateId aggregate, Report report) {
        return switch (report) {
            case HostReported description -> aggregate.isHost() ? Optional.of(aggregate.host()) : Optional.empty();
            case HostAlive heartbeat -> aggregate.isHost() ? Optional.of(aggregate.host()) : Optional.empty();
            case ContainerReport about -> Optional.of(about.host());
            case ImageAbsent absent -> Optional.of(absent.host());
            case HomeSizeReported seen -> Optional.of(seen.host());
            case HomesArriving arriving -> Optional.of(arriving.host());
            case HomesArrived arrived -> Optional.of(arrived.host());
            case HomesRefused refused -> Optional.of(refused.host());
            case HomesUnreadable unreadable -> Optional.of(unreadable.host());
            case LoginKeysReported reported -> Optional.of(reported.keys().host());
            case StorageAbsent absent -> Optional.of(absent.host());
            case SignInAbsent absent -> Optional.empty();
        };
    }
}
