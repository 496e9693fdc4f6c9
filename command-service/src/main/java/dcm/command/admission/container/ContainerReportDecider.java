package dcm.command.admission.container;

import dcm.command.admission.container.ContainerPlacement.Result;
import dcm.command.admission.decision.DecisionContext;
import dcm.command.admission.decision.HostReasons;
import dcm.command.admission.image.ImageDecider;
import dcm.command.admission.state.ContainerState;
import dcm.command.admission.state.ContainerState.PendingOrder;
import dcm.command.admission.state.ImageState;
import dcm.command.admission.state.OwnerState;
import dcm.contract.desired.DesiredStatus;
import dcm.contract.event.ContainerEvent.ContainerCommitted;
import dcm.contract.event.ContainerEvent.ContainerPaused;
import dcm.contract.event.ContainerEvent.ContainerRemoved;
import dcm.contract.event.ContainerEvent.ContainerUnpaused;
import dcm.contract.event.ContainerEvent.DiskMeasured;
import dcm.contract.event.ContainerEvent.OperationFailed;
import dcm.contract.event.ContainerEvent.OperationProgressed;
import dcm.contract.event.ContainerEvent.PlacementRefused;
import dcm.contract.event.ImageEvent.ImageRemoved;
import dcm.contract.event.Operation;
import dcm.contract.event.OwnerEvent;
import dcm.contract.event.StateOperation;
import dcm.contract.identity.IntentId;
import dcm.contract.problem.ErrorCode;
import dcm.contract.problem.HostRefusal;
import dcm.contract.report.ContainerReport;
import dcm.contract.report.ContainerReport.CommitDone;
import dcm.contract.report.ContainerReport.ContainerObserved;
import dcm.contract.report.ContainerReport.DiskSeen;
import dcm.contract.report.ContainerReport.OrderDone;
import dcm.contract.report.ContainerReport.OrderFailed;
import dcm.contract.report.ContainerReport.OrderProgressed;
import dcm.contract.report.ContainerStatus;
import dcm.contract.report.Observation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Turns what a host reports of a container into events. */
public final class ContainerReportDecider {
    /** The codes with which a host refuses a container that another host may accept. */
    private static final Set<ErrorCode> REFUSALS =
            Set.of(ErrorCode.HOST_FULL, ErrorCode.PORTS_TAKEN, ErrorCode.PRESET_UNAVAILABLE, ErrorCode.IMAGE_MISSING);

    private ContainerReportDecider() {}

    /** The events that follow from a report of the container's host. */
    public static List<OwnerEvent> react(
            OwnerState state, ContainerState known, ContainerReport report, DecisionContext context) {
        return switch (report) {
            case OrderDone done ->
                known.pending(done.number())
                        .map(order ->
                                UnreportedOrders.withOvertaken(known, order, done(known, order, done.observation())))
                        .orElseGet(() -> Observations.lateOrRepeated(known, done));
            case CommitDone done ->
                known.pending(done.number())
                        .map(order -> UnreportedOrders.withOvertaken(
                                known, order, committed(state, known, order, done, context)))
                        .orElse(List.of());
            case OrderProgressed progressed ->
                known.pending(progressed.number())
                        .map(order -> progressed(known, order, progressed, context))
                        .orElse(List.of());
            case OrderFailed failed ->
                known.pending(failed.number())
                        .map(order -> UnreportedOrders.withOvertaken(
                                known, order, failed(state, known, order, failed, context)))
                        .orElse(List.of());
            case DiskSeen seen ->
                seen.mebibytes() == known.disk() ? List.of() : List.of(new DiskMeasured(known.id(), seen.mebibytes()));
            case ContainerObserved observed ->
                observed.number() < known.ordered() || !known.pending().isEmpty()
                        ? List.of()
                        : Observations.changes(known, null, observed.observation());
        };
    }

    /**
     * A host that works on the order gets more time; otherwise, under load, completed orders would expire and be
     * undone.
     */
    private static List<OwnerEvent> progressed(
            ContainerState container, PendingOrder order, OrderProgressed progressed, DecisionContext context) {
        if (order.intent() == null) {
            return List.of();
        }
        Instant later =
                order.deadline() != null && order.deadline().isBefore(context.deadline()) ? context.deadline() : null;
        return List.of(
                new OperationProgressed(order.intent(), container.id(), order.number(), progressed.step(), later));
    }

    /** Another image is not changed, whatever the host reports. */
    private static boolean isCommitOf(ImageState image, ContainerState container, PendingOrder order) {
        return order.operation() == Operation.COMMIT
                && image.phase() == ImageState.Phase.COMMITTING
                && image.host().equals(container.host())
                && image.container().equals(container.id())
                && image.number() == order.number();
    }

    /** The new image takes over the name of an existing image. */
    private static List<OwnerEvent> committed(
            OwnerState state, ContainerState container, PendingOrder order, CommitDone done, DecisionContext context) {
        IntentId intent = order.intent();
        ImageState image = state.images().get(done.image());
        if (intent == null || image == null || !isCommitOf(image, container, order)) {
            return List.of();
        }
        boolean given = state.transfers().releasing(intent).isPresent(); // the receiver's quota is checked instead
        Optional<String> tooLarge =
                given ? Optional.empty() : ImageDecider.tooLarge(state, image.name(), done.facts(), context);
        if (tooLarge.isPresent()) {
            return List.of(new OperationFailed(
                    intent,
                    container.id(),
                    Operation.COMMIT,
                    order.number(),
                    ErrorCode.QUOTA_EXCEEDED,
                    tooLarge.get(),
                    null));
        }
        List<OwnerEvent> events = new ArrayList<>();
        if (!given) { // a transferred image is named at the receiver
            state.usable(image.name()).stream()
                    .filter(other -> !state.transfers().gives(other.id()))
                    .forEach(other -> events.add(new ImageRemoved(null, other.id())));
        }
        events.add(new ContainerCommitted(
                intent, container.id(), order.number(), done.image(), done.digest(), done.facts()));
        return events;
    }

    private static List<OwnerEvent> done(ContainerState container, PendingOrder order, Observation seen) {
        IntentId intent = order.intent();
        Integer number = order.number();
        List<OwnerEvent> events = new ArrayList<>();
        if (!isExpected(order.operation(), seen.status())) {
            String detail = "The Docker Engine completed the operation, but the container is now "
                    + Observations.describe(seen) + ".";
            if (order.operation() == Operation.CREATE && seen.status() == ContainerStatus.ABSENT) {
                events.addAll(UnreportedOrders.endOthers(container, number, "The container could not be created."));
            }
            events.add(new OperationFailed(
                    intent, container.id(), order.operation(), number, ErrorCode.ENGINE_FAILED, detail, seen.status()));
            return events;
        }
        switch (order.operation()) {
            case CREATE, RECREATE, START, RESTART -> events.add(Observations.started(intent, container, number, seen));
            case STOP -> events.add(Observations.stopped(intent, container, number, seen, null));
            case PAUSE -> events.add(new ContainerPaused(intent, container.id(), number));
            case UNPAUSE -> events.add(new ContainerUnpaused(intent, container.id(), number));
            case COMMIT ->
                events.add(new OperationFailed(
                        intent,
                        container.id(),
                        Operation.COMMIT,
                        number,
                        ErrorCode.ENGINE_FAILED,
                        "The host did not report whether the image was created.",
                        seen.status()));
            case REMOVE -> {
                events.addAll(UnreportedOrders.endOthers(container, number, "The container was removed first."));
                events.add(new ContainerRemoved(intent, container.id(), number));
            }
        }
        return events;
    }

    /** Whether an operation leaves a container in this state. A commit can leave it in any. */
    private static boolean isExpected(Operation operation, ContainerStatus status) {
        return switch (operation) {
            case CREATE, RECREATE, START, RESTART, UNPAUSE -> status == ContainerStatus.RUNNING;
            case STOP -> status == ContainerStatus.STOPPED;
            case PAUSE -> status == ContainerStatus.PAUSED;
            case COMMIT -> true;
            case REMOVE -> status == ContainerStatus.ABSENT;
        };
    }

    private static List<OwnerEvent> failed(
            OwnerState state,
            ContainerState container,
            PendingOrder order,
            OrderFailed report,
            DecisionContext context) {
        Observation seen = report.observation();
        ContainerStatus after = seen == null ? null : seen.status();
        boolean create = order.operation() == Operation.CREATE;
        boolean recreate = order.operation() == Operation.RECREATE;
        IntentId intent = order.intent();
        List<OwnerEvent> events = new ArrayList<>();
        if ((create || recreate) && after == ContainerStatus.ABSENT) {
            events.addAll(UnreportedOrders.endOthers(container, order.number(), "The container could not be created."));
            boolean stillWanted = container.wanted() != DesiredStatus.REMOVED
                    && !state.open().snapshot().isSuspended();
            if (REFUSALS.contains(report.code()) && intent != null && stillWanted) {
                events.add(new PlacementRefused(
                        intent, container.id(), container.host(), order.number(), report.code(), report.detail()));
                ContainerState refused = container.refuse(container.host(), report.detail());
                switch (ContainerPlacement.placeAgain(state, refused, order.operation(), intent, context)) {
                    case Result.Placed placed -> events.addAll(placed.events());
                    case Result.NoHost none -> events.add(refusedByAll(container, order, report, none.hosts()));
                }
                return events;
            }
        }
        events.add(new OperationFailed(
                intent, container.id(), order.operation(), order.number(), report.code(), report.detail(), after));
        if (create && after != ContainerStatus.ABSENT && container.wanted() != DesiredStatus.REMOVED) {
            events.add(FollowUpOrder.of(container, StateOperation.REMOVE));
        }
        return events;
    }

    /** The container cannot be created on the last possible host. With a single host, the host's own message says everything. */
    private static OperationFailed refusedByAll(
            ContainerState container, PendingOrder order, OrderFailed report, List<HostRefusal> hosts) {
        return new OperationFailed(
                order.intent(),
                container.id(),
                order.operation(),
                order.number(),
                report.code(),
                hosts.size() < 2 ? report.detail() : "No host can run the container. " + HostReasons.of(hosts),
                ContainerStatus.ABSENT,
                HostReasons.recorded(hosts));
    }
}
