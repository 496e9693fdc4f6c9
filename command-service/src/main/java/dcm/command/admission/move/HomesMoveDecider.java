package dcm.command.admission.move;

import dcm.command.admission.container.FollowUpOrder;
import dcm.command.admission.decision.DecisionContext;
import dcm.command.admission.decision.HomesRejections;
import dcm.command.admission.state.Account;
import dcm.command.admission.state.ContainerState;
import dcm.command.admission.state.HomesMoves.ReadFailures;
import dcm.command.admission.state.OwnerState;
import dcm.contract.desired.DesiredStatus;
import dcm.contract.event.ContainerEvent.ContainerLost;
import dcm.contract.event.ContainerEvent.ContainerRemoved;
import dcm.contract.event.HomesMoveEvent.FormerHomesRemoved;
import dcm.contract.event.HomesMoveEvent.HomesCopyBegun;
import dcm.contract.event.HomesMoveEvent.HomesCopyProgressed;
import dcm.contract.event.HomesMoveEvent.HomesMoveBegun;
import dcm.contract.event.HomesMoveEvent.HomesMoveCancelled;
import dcm.contract.event.HomesMoveEvent.HomesMoveFailed;
import dcm.contract.event.HomesMoveEvent.HomesMoveRequestedAgain;
import dcm.contract.event.HomesMoveEvent.HomesMoved;
import dcm.contract.event.HomesMoveEvent.HomesReadFailed;
import dcm.contract.event.HomesMoveEvent.HomesReceived;
import dcm.contract.event.OwnerEvent;
import dcm.contract.event.StateOperation;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.HostName;
import dcm.contract.identity.HostPartition;
import dcm.contract.identity.IntentId;
import dcm.contract.intent.HomesIntent;
import dcm.contract.intent.HomesIntent.CancelHomesMove;
import dcm.contract.intent.HomesIntent.MoveHomes;
import dcm.contract.problem.ErrorCode;
import dcm.contract.report.AccountReport.HomesArrived;
import dcm.contract.report.AccountReport.HomesArriving;
import dcm.contract.report.AccountReport.HomesRefused;
import dcm.contract.report.AccountReport.HomesUnreadable;
import dcm.contract.report.AccountReport.StorageAbsent;
import dcm.contract.snapshot.HostSnapshot;
import dcm.contract.transfer.HomesMove;
import dcm.contract.transfer.HomesMove.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides moves of an account's homes: stops the containers, lets the new host receive the homes, then makes it the home host. The old
 * host deletes nothing before that. A move that fails leaves everything where it was.
 */
public final class HomesMoveDecider {
    /** How often the old host may fail to read the homes without progress before a move can fail. */
    private static final int READ_ATTEMPTS = 3;

    /** A move fails only if those attempts lasted at least this long. */
    private static final Duration READ_PERIOD = Duration.ofMinutes(1);

    private HomesMoveDecider() {}

    /** The events that answer {@code intent}. */
    public static List<OwnerEvent> decide(OwnerState state, IntentId id, HomesIntent intent, DecisionContext context) {
        return switch (intent) {
            case MoveHomes move ->
                state.open()
                        .move()
                        .<List<OwnerEvent>>map(same -> List.of(new HomesMoveRequestedAgain(id, same.move())))
                        .or(() -> MovePolicies.rejection(state, id, move.to(), context))
                        .orElseGet(() -> begin(state, id, move.to(), context));
            case CancelHomesMove cancel -> cancel(state, id);
        };
    }

    private static List<OwnerEvent> begin(OwnerState state, IntentId id, HostName to, DecisionContext context) {
        Account account = state.open();
        HostName from = MovePolicies.home(account);
        if (from.equals(to)) {
            return List.of(new HomesMoved(id, from, to, List.of(), List.of()));
        }
        HostSnapshot target = context.host(to).orElseThrow();
        List<ContainerState> running = containers(state, ContainerState::willRun);
        Stream<OwnerEvent> stops = running.stream().map(container -> FollowUpOrder.of(container, StateOperation.STOP));
        return Stream.concat(
                        Stream.of(new HomesMoveBegun(
                                id,
                                from,
                                new HostPartition(to, target.partition()),
                                running.stream().map(ContainerState::id).toList(),
                                account.homes(from))),
                        stops)
                .toList();
    }

    private static List<OwnerEvent> cancel(OwnerState state, IntentId id) {
        Optional<HomesMove> move = state.open().move();
        if (move.isEmpty()) {
            return HomesRejections.noMove(id, state.owner());
        }
        if (move.get().step() == Step.COMPLETING) {
            return HomesRejections.alreadyCopied(id, state.owner(), move.get());
        }
        List<OwnerEvent> events = new ArrayList<>();
        events.add(new HomesMoveCancelled(id, move.get().move()));
        events.addAll(failed(state, move.get(), ErrorCode.MOVE_CANCELLED, "An administrator cancelled the move."));
        return events;
    }

    /** The events when the new host received a part of the homes, or an attempt failed. */
    public static List<OwnerEvent> react(OwnerState state, HomesArriving report) {
        return copying(state, report.move(), report.host())
                .filter(move -> move.copiedMiB() != report.mebibytes() || report.problem() != null)
                .<List<OwnerEvent>>map(
                        move -> List.of(new HomesCopyProgressed(move.move(), report.mebibytes(), report.problem())))
                .orElse(List.of());
    }

    /** The events when the new host has all of the homes. */
    public static List<OwnerEvent> react(OwnerState state, HomesArrived report) {
        return copying(state, report.move(), report.host())
                .<List<OwnerEvent>>map(move -> List.of(new HomesReceived(move.move(), report.bytes(), report.files())))
                .orElse(List.of());
    }

    /** The events when the new host cannot receive the homes. */
    public static List<OwnerEvent> react(OwnerState state, HomesRefused report) {
        return copying(state, report.move(), report.host())
                .map(move -> failed(state, move, report.code(), report.detail()))
                .orElse(List.of());
    }

    /** The events when the old host cannot read the homes. Most faults of a disk do not end by themselves. */
    public static List<OwnerEvent> react(OwnerState state, HomesUnreadable report, DecisionContext context) {
        return Optional.ofNullable(state.account())
                .flatMap(Account::move)
                .filter(move -> move.move().equals(report.move()) && move.copiesFrom(report.host()))
                .map(move -> mayReadAgain(move, state.open().homesMoves().readFailures(), context.now())
                        ? List.<OwnerEvent>of(new HomesReadFailed(move.move(), unreadable(move, report)))
                        : failed(
                                state,
                                move,
                                ErrorCode.MOVE_FAILED,
                                unreadable(move, report) + " The move ended after " + READ_ATTEMPTS
                                        + " or more attempts; the home directories are still on " + move.from()
                                        + ". Correct the fault on that host, then move them again."))
                .orElse(List.of());
    }

    /** An attempt can take hours or fail at once. */
    private static boolean mayReadAgain(HomesMove move, @Nullable ReadFailures before, Instant now) {
        return before == null
                || before.isSurpassedBy(move.copiedMiB())
                || before.count() + 1 < READ_ATTEMPTS
                || now.isBefore(before.since().plus(READ_PERIOD));
    }

    private static String unreadable(HomesMove move, HomesUnreadable report) {
        return "The host " + move.from() + " cannot read the home directories: " + report.detail() + ".";
    }

    /** The events when a host reports that it has deleted homes that were moved. */
    public static List<OwnerEvent> react(OwnerState state, StorageAbsent absent) {
        boolean isFormer =
                state.account() != null && state.account().homesMoves().hosts().contains(absent.host());
        return isFormer ? List.of(new FormerHomesRemoved(absent.host())) : List.of();
    }

    private static Optional<HomesMove> copying(OwnerState state, IntentId id, HostName host) {
        return Optional.ofNullable(state.account())
                .flatMap(Account::move)
                .filter(move -> move.move().equals(id) && move.copiesTo(host));
    }

    /** The events that follow from the state alone: the next step, if the current one is complete. */
    public static List<OwnerEvent> next(OwnerState state, DecisionContext context) {
        HomesMove move =
                Optional.ofNullable(state.account()).flatMap(Account::move).orElse(null);
        if (move == null) {
            return List.of();
        }
        return failIfHostIsMissing(state, move, context).orElseGet(() -> next(state, move, context));
    }

    private static List<OwnerEvent> next(OwnerState state, HomesMove move, DecisionContext context) {
        boolean isSettled =
                state.all().stream().allMatch(container -> container.pending().isEmpty());
        return switch (move.step()) {
            case STOPPING -> isSettled ? stopped(state, move) : List.of();
            case COPYING -> failIfRunning(state, move).orElse(List.of());
            case COMPLETING ->
                MovePolicies.isRemoved(move.from(), context)
                        ? movedFromRemovedHost(state, move)
                        : isSettled ? failIfRunning(state, move).orElseGet(() -> moved(state, move)) : List.of();
        };
    }

    /** As soon as the new host has all of the homes, the move no longer needs the old one. */
    private static Optional<List<OwnerEvent>> failIfHostIsMissing(
            OwnerState state, HomesMove move, DecisionContext context) {
        if (MovePolicies.isRemoved(move.to(), context)) {
            List<OwnerEvent> events = new ArrayList<>(failed(
                    state, move, ErrorCode.MOVE_FAILED, "The host " + move.to() + " was removed during the move."));
            events.add(new FormerHomesRemoved(move.to()));
            return Optional.of(events);
        }
        boolean isGone = MovePolicies.isRemoved(move.from(), context);
        if (isGone && move.step() != Step.COMPLETING) {
            return Optional.of(failed(
                    state, move, ErrorCode.MOVE_FAILED, "The host " + move.from() + " was removed during the move."));
        }
        return isGone
                ? Optional.empty()
                : context.cordon(move.to())
                        .map(cordon -> failed(
                                state,
                                move,
                                ErrorCode.MOVE_FAILED,
                                "The host " + move.to()
                                        + " was cordoned during the move, so it accepts no containers."));
    }

    /** The new host has the only homes. */
    private static List<OwnerEvent> movedFromRemovedHost(OwnerState state, HomesMove move) {
        List<OwnerEvent> events = new ArrayList<>(moved(state, move));
        events.add(new FormerHomesRemoved(move.from()));
        return events;
    }

    private static List<OwnerEvent> stopped(OwnerState state, HomesMove move) {
        return failIfRunning(state, move).orElseGet(() -> List.of(new HomesCopyBegun(move.move())));
    }

    /** A container that runs can change files that are copied already. */
    private static Optional<List<OwnerEvent>> failIfRunning(OwnerState state, HomesMove move) {
        return containers(state, ContainerState::isAlive).stream()
                .findFirst()
                .map(container -> failed(
                        state,
                        move,
                        ErrorCode.MOVE_FAILED,
                        "The container '" + container.spec().name()
                                + "' runs, so its home directories cannot be copied. Stop it and try again."));
    }

    /** Nothing of the containers is desired on the old host any more; intents recreate them on the new one. */
    private static List<OwnerEvent> moved(OwnerState state, HomesMove move) {
        List<ContainerState> all = containers(state, container -> !container.hasNoHost());
        String why = "The home directories were moved from " + move.from() + " to " + move.to()
                + "; the container is created again there"
                + (state.open().snapshot().isSuspended() ? " when the account is no longer suspended." : ".");
        List<OwnerEvent> events = new ArrayList<>();
        all.stream()
                .filter(container -> container.wanted() != DesiredStatus.REMOVED)
                .forEach(container -> events.add(new ContainerLost(container.id(), why, container.host())));
        events.add(new HomesMoved(move.move(), move.from(), move.to(), present(all), running(state)));
        all.stream() // the removal has not succeeded, and the old host still does it
                .filter(container -> container.wanted() == DesiredStatus.REMOVED)
                .forEach(container -> events.add(new ContainerRemoved(null, container.id(), null)));
        return events;
    }

    /** None of a suspended account, which may have been suspended during the move. */
    private static List<ContainerId> running(OwnerState state) {
        return state.open().snapshot().isSuspended()
                ? List.of()
                : state.open().homesMoves().running().stream()
                        .filter(id -> state.container(id)
                                .filter(container -> container.wanted() != DesiredStatus.REMOVED)
                                .isPresent())
                        .toList();
    }

    private static List<ContainerId> present(List<ContainerState> all) {
        return all.stream()
                .filter(container -> !container.isLost())
                .map(ContainerState::id)
                .toList();
    }

    private static List<OwnerEvent> failed(OwnerState state, HomesMove move, ErrorCode code, String detail) {
        List<ContainerId> ran = state.open().homesMoves().running();
        Stream<OwnerEvent> starts = containers(
                        state, container -> ran.contains(container.id()) && container.wanted() == DesiredStatus.STOPPED)
                .stream()
                .filter(container ->
                        !container.isLost() && !state.open().snapshot().isSuspended())
                .map(container -> FollowUpOrder.of(container, StateOperation.START));
        return Stream.concat(Stream.of(new HomesMoveFailed(move.move(), move.to(), code, detail, Map.of())), starts)
                .toList();
    }

    private static List<ContainerState> containers(OwnerState state, Predicate<ContainerState> which) {
        return state.all().stream()
                .filter(which)
                .sorted(Comparator.comparing(ContainerState::id))
                .toList();
    }
}
