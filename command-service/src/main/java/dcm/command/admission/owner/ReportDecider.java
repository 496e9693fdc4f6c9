package dcm.command.admission.owner;

import dcm.command.admission.account.AccountDecider;
import dcm.command.admission.container.ContainerReportDecider;
import dcm.command.admission.container.UnreportedOrders;
import dcm.command.admission.decision.DecisionContext;
import dcm.command.admission.image.FlattenDecider;
import dcm.command.admission.image.ImageDecider;
import dcm.command.admission.image.ImportDecider;
import dcm.command.admission.move.HomesMoveDecider;
import dcm.command.admission.removal.RemovalDecider;
import dcm.command.admission.state.ContainerState;
import dcm.command.admission.state.OwnerState;
import dcm.contract.event.OwnerEvent;
import dcm.contract.identity.ContainerId;
import dcm.contract.report.AccountReport;
import dcm.contract.report.AccountReport.HomeSizeReported;
import dcm.contract.report.AccountReport.HomesArrived;
import dcm.contract.report.AccountReport.HomesArriving;
import dcm.contract.report.AccountReport.HomesRefused;
import dcm.contract.report.AccountReport.HomesUnreadable;
import dcm.contract.report.AccountReport.LoginKeysReported;
import dcm.contract.report.AccountReport.SignInAbsent;
import dcm.contract.report.AccountReport.StorageAbsent;
import dcm.contract.report.ContainerReport;
import dcm.contract.report.ImageAbsent;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Turns what hosts report, and what they fail to report in time, into events. A report without news gives none. */
public final class ReportDecider {
    private ReportDecider() {}

    /** The events when something was seen of an account. */
    public static List<OwnerEvent> react(OwnerState state, AccountReport report, DecisionContext context) {
        return switch (report) {
            case HomeSizeReported seen ->
                state.account() == null ? List.of() : AccountDecider.homes(state.account(), seen, context);
            case LoginKeysReported reported -> AccountDecider.loginKeys(state, reported.keys());
            case StorageAbsent absent ->
                Stream.concat(
                                HomesMoveDecider.react(state, absent).stream(),
                                RemovalDecider.react(state, absent).stream())
                        .toList();
            case HomesArriving arriving -> HomesMoveDecider.react(state, arriving);
            case HomesArrived arrived -> HomesMoveDecider.react(state, arrived);
            case HomesRefused refused -> HomesMoveDecider.react(state, refused);
            case HomesUnreadable unreadable -> HomesMoveDecider.react(state, unreadable, context);
            case SignInAbsent absent -> RemovalDecider.react(state, absent);
        };
    }

    /** The events when a host reports that it has deleted an image. */
    public static List<OwnerEvent> react(OwnerState state, ImageAbsent report) {
        return ImageDecider.react(state, report);
    }

    /** The events that follow from a report on a container, or on the order that creates an image otherwise. */
    public static List<OwnerEvent> react(OwnerState state, ContainerReport report, DecisionContext context) {
        Optional<ContainerState> container = state.container(report.container())
                .filter(known -> known.host().equals(report.host()) && !known.hasNoHost());
        return container.isPresent()
                ? ContainerReportDecider.react(state, container.get(), report, context)
                : state.createdBy(report.container())
                        .filter(image -> image.host().equals(report.host()))
                        .map(image -> image.isBeingImported()
                                ? ImportDecider.react(state, image, report, context)
                                : FlattenDecider.react(state, image, report, context))
                        .orElse(List.of());
    }

    /** The events if no report on order {@code number} arrived before its deadline and a grace period. */
    public static List<OwnerEvent> expire(OwnerState state, ContainerId container, int number) {
        return state.container(container)
                .map(known -> UnreportedOrders.expire(known, number))
                .or(() -> state.createdBy(container)
                        .map(image ->
                                image.isBeingImported() ? ImportDecider.expire(image) : FlattenDecider.expire(image)))
                .orElse(List.of());
    }
}
