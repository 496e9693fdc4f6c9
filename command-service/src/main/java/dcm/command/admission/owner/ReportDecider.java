package dcm.command.admission.owner;

import static java.util.stream.Collectors.toSet;

import dcm.command.admission.DecisionContext;
import dcm.command.admission.owner.ContainerState.PendingOrder;
import dcm.command.admission.owner.ContainerState.Phase;
import dcm.contract.desired.DesiredStatus;
import dcm.contract.event.ContainerEvent.ContainerCommitted;
import dcm.contract.event.ContainerEvent.ContainerLost;
import dcm.contract.event.ContainerEvent.ContainerPaused;
import dcm.contract.event.ContainerEvent.ContainerRemoved;
import dcm.contract.event.ContainerEvent.ContainerStarted;
import dcm.contract.event.ContainerEvent.ContainerStopped;
import dcm.contract.event.ContainerEvent.ContainerUnpaused;
import dcm.contract.event.ContainerEvent.DiskMeasured;
import dcm.contract.event.ContainerEvent.OperationFailed;
import dcm.contract.event.ContainerEvent.OperationOrdered;
import dcm.contract.event.ContainerEvent.OperationProgressed;
import dcm.contract.event.ContainerEvent.Outcome;
import dcm.contract.event.ContainerEvent.PlacementRefused;
import dcm.contract.event.ImageEvent.ImageDeleted;
import dcm.contract.event.ImageEvent.ImageRemoved;
import dcm.contract.event.Operation;
import dcm.contract.event.OwnerEvent;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.SshEndpoint;
import dcm.contract.problem.ErrorCode;
import dcm.contract.report.AccountReport;
import dcm.contract.report.AccountReport.HomesSeen;
import dcm.contract.report.ContainerReport;
import dcm.contract.report.ContainerReport.CommitDone;
import dcm.contract.report.ContainerReport.ContainerObserved;
import dcm.contract.report.ContainerReport.DiskSeen;
import dcm.contract.report.ContainerReport.OrderDone;
import dcm.contract.report.ContainerReport.OrderFailed;
import dcm.contract.report.ContainerReport.OrderProgressed;
import dcm.contract.report.ContainerStatus;
import dcm.contract.report.ImageAbsent;
import dcm.contract.report.Observation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns what hosts report, and what they fail to report in time, into events. A report that says nothing new gives none. */
public final class ReportDecider {
    /** With these a host says that it cannot take a container that another host may take. */
    private static final Set<ErrorCode> REFUSALS =
            Set.of(ErrorCode.HOST_FULL, ErrorCode.PORTS_TAKEN, ErrorCode.PRESET_UNAVAILABLE);

    private ReportDecider() {}

    /** The events that follow from a report. */
    public static List<OwnerEvent> react(OwnerState state, ContainerReport report, DecisionContext context) {
        Optional<ContainerState> container =
                state.container(report.container()).filter(known -> known.host().equals(report.host()));
        if (container.isEmpty()) {
            return state.flattenedBy(report.container())
                    .filter(image -> image.host().equals(report.host()))
                    .map(image -> FlattenDecider.react(state, image, report, context))
                    .orElse(List.of());
        }
        ContainerState known = container.get();
        return switch (report) {
            case OrderDone done ->
                known.pending(done.number())
                        .map(order -> withOvertaken(known, order, done(known, order, done.observation())))
                        .orElseGet(() -> lateOrRepeated(known, done));
            case CommitDone done ->
                known.pending(done.number())
                        .map(order -> withOvertaken(known, order, committed(state, known, order, done, context)))
                        .orElse(List.of());
            case OrderProgressed progressed ->
                known.pending(progressed.number())
                        .map(order -> progressed(known, order, progressed, context))
                        .orElse(List.of());
            case OrderFailed failed ->
                known.pending(failed.number())
                        .map(order -> withOvertaken(known, order, failed(state, known, order, failed, context)))
                        .orElse(List.of());
            case DiskSeen seen ->
                seen.mebibytes() == known.disk() ? List.of() : List.of(new DiskMeasured(known.id(), seen.mebibytes()));
            case ContainerObserved observed ->
                observed.number() < known.ordered() || !known.pending().isEmpty()
                        ? List.of()
                        : observed(known, null, observed.observation());
        };
    }

    /**
     * Ends earlier orders without a deadline too. A host carries out the orders of a container one after another, so it reports nothing
     * more of them, and a container with an order under way would ignore all that is observed of it.
     */
    private static List<OwnerEvent> withOvertaken(
            ContainerState container, PendingOrder reported, List<OwnerEvent> events) {
        Set<Integer> ended = events.stream()
                .flatMap(event -> event instanceof Outcome outcome ? Stream.ofNullable(outcome.number()) : Stream.of())
                .collect(toSet());
        Stream<OwnerEvent> overtaken = container.pending().stream()
                .filter(order -> order.number() < reported.number() && order.deadline() == null)
                .filter(order -> !ended.contains(order.number()))
                .map(order -> new OperationFailed(
                        order.intent(),
                        container.id(),
                        order.operation(),
                        order.number(),
                        ErrorCode.INTERNAL,
                        "The host " + container.host() + " did not report the outcome, but completed a later"
                                + " operation.",
                        null));
        return Stream.concat(overtaken, events.stream()).toList();
    }

    /** A host that is at work gets more time: what it will have done must not be undone because many asked at once. */
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

    /** The events when a host has nothing left of an image. */
    public static List<OwnerEvent> react(OwnerState state, ImageAbsent report) {
        ImageState image = state.images().get(report.image());
        return image != null
                        && image.phase() == ImageState.Phase.REMOVED
                        && image.host().equals(report.host())
                ? List.of(new ImageDeleted(image.id()))
                : List.of();
    }

    /** The events when something was seen of an account. */
    public static List<OwnerEvent> react(OwnerState state, AccountReport report) {
        return report instanceof HomesSeen seen && state.account() != null
                ? AccountDecider.homes(state.account(), seen)
                : AccountRemoval.react(state, report);
    }

    /** The image takes its name from one that has it. */
    private static List<OwnerEvent> committed(
            OwnerState state, ContainerState container, PendingOrder order, CommitDone done, DecisionContext context) {
        IntentId intent = order.intent();
        ImageState image = state.images().get(done.image());
        if (intent == null || image == null) {
            return List.of();
        }
        boolean given = state.transfers().releasing(intent).isPresent(); // it is the receiver's to have room for it
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
        if (!given) { // then the name is the receiver's affair
            state.usable(image.name()).stream()
                    .filter(other -> !state.transfers().gives(other.id()))
                    .forEach(other -> events.add(new ImageRemoved(null, other.id())));
        }
        events.add(new ContainerCommitted(
                intent, container.id(), order.number(), done.image(), done.digest(), done.facts()));
        return events;
    }

    /** The events if no report on order {@code number} arrived before its deadline and a grace period. */
    public static List<OwnerEvent> expire(OwnerState state, ContainerId container, int number) {
        return state.container(container)
                .map(known -> expire(known, number))
                .or(() -> state.flattenedBy(container).map(FlattenDecider::expire))
                .orElse(List.of());
    }

    private static List<OwnerEvent> expire(ContainerState container, int number) {
        return container
                .pending(number)
                .map(order -> {
                    List<OwnerEvent> events = new ArrayList<>();
                    events.add(new OperationFailed(
                            order.intent(),
                            container.id(),
                            order.operation(),
                            number,
                            ErrorCode.DEADLINE_PASSED,
                            "The host " + container.host()
                                    + " did not respond before the deadline. DCM undoes the operation if it completes"
                                    + " later.",
                            null));
                    if (order.operation() == Operation.CREATE && container.wanted() != DesiredStatus.REMOVED) {
                        events.add(undo(container, Operation.REMOVE));
                    }
                    return events;
                })
                .orElse(List.of());
    }

    private static List<OwnerEvent> done(ContainerState container, PendingOrder order, Observation seen) {
        IntentId intent = order.intent();
        Integer number = order.number();
        List<OwnerEvent> events = new ArrayList<>();
        if (order.operation() == Operation.COMMIT) {
            events.add(new OperationFailed(
                    intent,
                    container.id(),
                    Operation.COMMIT,
                    number,
                    ErrorCode.ENGINE_FAILED,
                    "The host did not report whether the image was created.",
                    seen.status()));
            return events;
        }
        if (seen.status() != expected(order.operation())) {
            String detail =
                    "The Docker Engine completed the operation, but the container is now " + describe(seen) + ".";
            if (order.operation() == Operation.CREATE && seen.status() == ContainerStatus.ABSENT) {
                events.addAll(endOthers(container, number, "The container could not be created."));
            }
            events.add(new OperationFailed(
                    intent, container.id(), order.operation(), number, ErrorCode.ENGINE_FAILED, detail, seen.status()));
            return events;
        }
        switch (order.operation()) {
            case CREATE, START, RESTART -> events.add(started(intent, container, number, seen));
            case STOP -> events.add(stopped(intent, container, number, seen, null));
            case PAUSE -> events.add(new ContainerPaused(intent, container.id(), number));
            case UNPAUSE -> events.add(new ContainerUnpaused(intent, container.id(), number));
            case COMMIT -> throw new IllegalStateException("no commit is expected to leave a state");
            case REMOVE -> {
                events.addAll(endOthers(container, number, "The container was removed first."));
                events.add(new ContainerRemoved(intent, container.id(), number));
            }
        }
        return events;
    }

    private static ContainerStatus expected(Operation operation) {
        return switch (operation) {
            case CREATE, START, RESTART, UNPAUSE -> ContainerStatus.RUNNING;
            case STOP -> ContainerStatus.STOPPED;
            case PAUSE -> ContainerStatus.PAUSED;
            case COMMIT -> throw new IllegalStateException("a commit leaves a container as it is");
            case REMOVE -> ContainerStatus.ABSENT;
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
        IntentId intent = order.intent();
        List<OwnerEvent> events = new ArrayList<>();
        if (create && after == ContainerStatus.ABSENT) {
            events.addAll(endOthers(container, order.number(), "The container could not be created."));
            boolean stillWanted = container.wanted() != DesiredStatus.REMOVED;
            if (REFUSALS.contains(report.code()) && intent != null && stillWanted) {
                events.add(new PlacementRefused(
                        intent, container.id(), container.host(), order.number(), report.code(), report.detail()));
                Optional<List<OwnerEvent>> elsewhere =
                        CreateDecider.placeAgain(state, container.refusedBy(container.host()), intent, context);
                if (elsewhere.isPresent()) {
                    events.addAll(elsewhere.get());
                    return events;
                }
            }
        }
        events.add(new OperationFailed(
                intent, container.id(), order.operation(), order.number(), report.code(), report.detail(), after));
        if (create && after != ContainerStatus.ABSENT && container.wanted() != DesiredStatus.REMOVED) {
            events.add(undo(container, Operation.REMOVE));
        }
        return events;
    }

    /** An outcome that arrives after its order had expired is recorded, and undone. */
    private static List<OwnerEvent> lateOrRepeated(ContainerState container, OrderDone done) {
        if (!container.expired().contains(done.number()) || done.number() < container.ordered()) {
            return List.of();
        }
        List<OwnerEvent> events = new ArrayList<>(observed(container, done.number(), done.observation()));
        switch (done.observation().status()) {
            case RUNNING -> {
                if (container.wanted() == DesiredStatus.STOPPED) {
                    events.add(undo(container, Operation.STOP));
                } else if (container.wanted() == DesiredStatus.PAUSED) {
                    events.add(undo(container, Operation.PAUSE));
                }
            }
            case PAUSED -> {
                if (container.wanted() == DesiredStatus.RUNNING) {
                    events.add(undo(container, Operation.UNPAUSE));
                }
            }
            case STOPPED, ABSENT -> {} // starting again what its owner wanted stopped would not be an undoing
        }
        return events;
    }

    private static List<OwnerEvent> observed(ContainerState container, @Nullable Integer number, Observation seen) {
        Phase phase = container.phase();
        return switch (seen.status()) {
            case RUNNING -> {
                if (phase == Phase.PAUSED) {
                    yield List.of(new ContainerUnpaused(null, container.id(), number));
                }
                boolean same = phase == Phase.RUNNING && Objects.equals(container.ssh(), seen.ssh());
                yield same ? List.of() : List.of(started(null, container, number, seen));
            }
            case PAUSED ->
                phase == Phase.PAUSED ? List.of() : List.of(new ContainerPaused(null, container.id(), number));
            case STOPPED ->
                phase == Phase.STOPPED
                        ? List.of()
                        : List.of(stopped(
                                null,
                                container,
                                number,
                                seen,
                                "No stop was requested: the container " + describe(seen) + "."));
            case ABSENT -> {
                if (container.wanted() == DesiredStatus.REMOVED) {
                    List<OwnerEvent> events = endOthers(container, number, "The container was removed first.");
                    events.add(new ContainerRemoved(null, container.id(), number));
                    yield events;
                }
                yield phase == Phase.LOST
                        ? List.of()
                        : List.of(new ContainerLost(
                                container.id(),
                                "The host " + container.host() + " no longer has the container, although DCM did not"
                                        + " remove it."));
            }
        };
    }

    private static ContainerStarted started(
            @Nullable IntentId intent, ContainerState container, @Nullable Integer number, Observation seen) {
        SshEndpoint ssh = Objects.requireNonNull(seen.ssh(), "a running container without an SSH port");
        Instant startedAt = Objects.requireNonNull(seen.startedAt(), "a running container that never started");
        return new ContainerStarted(intent, container.id(), number, ssh, seen.ports(), seen.hostKey(), startedAt);
    }

    private static ContainerStopped stopped(
            @Nullable IntentId intent,
            ContainerState container,
            @Nullable Integer number,
            Observation seen,
            @Nullable String reason) {
        return new ContainerStopped(intent, container.id(), number, seen.exitCode(), seen.outOfMemory(), reason);
    }

    private static OperationOrdered undo(ContainerState container, Operation operation) {
        return new OperationOrdered(null, container.id(), operation, container.ordered() + 1, null);
    }

    /** Ends the orders under way other than {@code number}, which can have no outcome of their own any more. */
    private static List<OwnerEvent> endOthers(ContainerState container, @Nullable Integer number, String why) {
        List<OwnerEvent> events = new ArrayList<>();
        for (PendingOrder other : container.pending()) {
            if (number == null || other.number() != number) {
                events.add(new OperationFailed(
                        other.intent(),
                        container.id(),
                        other.operation(),
                        other.number(),
                        ErrorCode.WRONG_STATE,
                        why,
                        null));
            }
        }
        return events;
    }

    private static String describe(Observation seen) {
        return switch (seen.status()) {
            case RUNNING -> "running";
            case PAUSED -> "paused";
            case STOPPED ->
                "stopped" + (seen.exitCode() == null ? "" : " with exit code " + seen.exitCode())
                        + (seen.outOfMemory() ? ", out of memory" : "");
            case ABSENT -> "absent";
        };
    }
}
