package dcm.command.admission.owner;

import dcm.command.admission.container.FollowUpOrder;
import dcm.command.admission.decision.DecisionContext;
import dcm.command.admission.move.HomesMoveDecider;
import dcm.command.admission.state.Account;
import dcm.command.admission.state.ContainerState;
import dcm.command.admission.state.ContainerState.PendingOrder;
import dcm.command.admission.state.ImageState;
import dcm.command.admission.state.OwnerState;
import dcm.command.admission.state.RemovalProgress;
import dcm.contract.desired.DesiredStatus;
import dcm.contract.event.AccountEvent.HomesLost;
import dcm.contract.event.AccountEvent.HomesMeasured;
import dcm.contract.event.AccountEvent.RemovalAdvanced;
import dcm.contract.event.ContainerEvent.ContainerLost;
import dcm.contract.event.ContainerEvent.ContainerRemoved;
import dcm.contract.event.ContainerEvent.OperationFailed;
import dcm.contract.event.HomesMoveEvent.FormerHomesRemoved;
import dcm.contract.event.ImageEvent.FlattenFailed;
import dcm.contract.event.ImageEvent.ImageDeleted;
import dcm.contract.event.ImageEvent.ImageHostChanged;
import dcm.contract.event.ImageEvent.ImageRemoved;
import dcm.contract.event.ImageEvent.ImportFailed;
import dcm.contract.event.Operation;
import dcm.contract.event.OwnerEvent;
import dcm.contract.event.StateOperation;
import dcm.contract.identity.HostName;
import dcm.contract.identity.HostPartition;
import dcm.contract.identity.RemovalStep;
import dcm.contract.problem.ErrorCode;
import dcm.contract.report.ContainerStatus;
import dcm.contract.snapshot.HostSnapshot;
import dcm.contract.transfer.HomesMove.Step;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides what happens to an owner's containers, images and homes on a host that is drained or removed. */
public final class HostDecommissioning {
    private HostDecommissioning() {}

    /** The events when a host is drained: running containers are stopped. */
    public static List<OwnerEvent> drained(OwnerState state, HostName host) {
        return state.all().stream()
                .filter(container -> container.host().equals(host) && container.willRun())
                .sorted(Comparator.comparing(ContainerState::id))
                .<OwnerEvent>map(container -> FollowUpOrder.of(container, StateOperation.STOP))
                .toList();
    }

    /**
     * The events when a host is removed permanently: everything there is lost, and pending orders fail. Containers keep
     * their specification, so that they can be recreated. Another host takes over images in the image registry.
     */
    public static List<OwnerEvent> gone(OwnerState state, HostName host, DecisionContext context) {
        List<OwnerEvent> events = new ArrayList<>();
        String why = "The host " + host + " was removed, or has another Docker Engine now.";
        if (Optional.ofNullable(state.account())
                .flatMap(Account::move)
                .filter(move -> move.step() == Step.COMPLETING && move.from().equals(host))
                .isPresent()) {
            // The new host has the homes, and the containers follow them.
            state.all().stream()
                    .filter(container -> container.host().equals(host))
                    .sorted(Comparator.comparing(ContainerState::id))
                    .forEach(container ->
                            container.pending().forEach(order -> events.add(failed(container, order, why, null))));
            events.addAll(HomesMoveDecider.next(state, context));
            return events;
        }
        // Without another host, what other hosts can have waits for one.
        Optional<HostSnapshot> other = context.liveHosts().stream()
                .filter(live -> !live.name().equals(host))
                .min(Comparator.comparing(HostSnapshot::name));
        state.all().stream()
                .filter(container -> container.host().equals(host) && !container.hasNoHost())
                .sorted(Comparator.comparing(ContainerState::id))
                .forEach(container -> lose(container, why, events));
        state.images().values().stream()
                .filter(image -> image.host().equals(host))
                .sorted(Comparator.comparing(image -> image.id().value()))
                .forEach(image -> {
                    if (isInRegistry(image, context)) {
                        other.ifPresent(taker -> events.add(new ImageHostChanged(image.id(), taker.name())));
                    } else {
                        lose(image, why, events);
                    }
                });
        Account account = state.account();
        if (account != null) {
            loseHomes(account, host, other, context, events);
        }
        return events;
    }

    private static void loseHomes(
            Account account,
            HostName host,
            Optional<HostSnapshot> other,
            DecisionContext context,
            List<OwnerEvent> events) {
        boolean isFormer = account.homesMoves().hosts().contains(host);
        if (isFormer) {
            events.add(new FormerHomesRemoved(host));
        }
        boolean mayLoseHomes = !isFormer || account.removal() != null;
        if (mayLoseHomes && hasHomes(account, host)) {
            if (!context.policy().sharedStorage()) {
                events.add(new HomesLost(host));
            } else if (other.isPresent()) {
                events.add(new HomesLost(host));
                keepShared(account, host, other.get(), events);
            }
        }
    }

    private static boolean hasHomes(Account account, HostName host) {
        return host.equals(account.homeHost())
                || account.homes(host) > 0
                || account.hosts() != null && account.hosts().containsKey(host);
    }

    /** Whether every host can pull the image. */
    private static boolean isInRegistry(ImageState image, DecisionContext context) {
        return image.isReady() && image.isInRegistry() && context.policy().imageRegistry();
    }

    /** Another host has the same homes: their size still counts, and it deletes them if this is still to be done. */
    private static void keepShared(Account account, HostName host, HostSnapshot other, List<OwnerEvent> events) {
        if (account.homes(host) > 0) {
            events.add(new HomesMeasured(other.name(), account.homes(host), account.isEnforced(host)));
        }
        RemovalProgress removal = account.removal();
        if (removal != null
                && removal.step() == RemovalStep.STORAGE
                && removal.hosts().keySet().equals(Set.of(host))) {
            events.add(new RemovalAdvanced(
                    removal.intent(),
                    RemovalStep.STORAGE,
                    List.of(new HostPartition(other.name(), other.partition()))));
        }
    }

    private static void lose(ContainerState container, String why, List<OwnerEvent> events) {
        Optional<PendingOrder> create = container.pending().stream()
                .filter(order -> order.operation() == Operation.CREATE)
                .findFirst();
        container.pending().stream()
                .filter(order -> !create.equals(Optional.of(order)))
                .forEach(order -> events.add(failed(container, order, why, null)));
        if (create.isPresent()) { // its user was never given the container
            events.add(failed(container, create.get(), why, ContainerStatus.ABSENT));
        } else if (container.wanted() == DesiredStatus.REMOVED) {
            events.add(new ContainerRemoved(null, container.id(), null));
        } else {
            events.add(new ContainerLost(container.id(), why, container.host()));
        }
    }

    private static OperationFailed failed(
            ContainerState container, PendingOrder order, String why, @Nullable ContainerStatus after) {
        return new OperationFailed(
                order.intent(),
                container.id(),
                order.operation(),
                order.number(),
                ErrorCode.HOST_UNREACHABLE,
                why,
                after);
    }

    private static void lose(ImageState image, String why, List<OwnerEvent> events) {
        image.creating()
                .ifPresent(creation -> events.add(
                        image.isBeingImported()
                                ? new ImportFailed(creation.intent(), image.id(), ErrorCode.HOST_UNREACHABLE, why)
                                : new FlattenFailed(creation.intent(), image.id(), ErrorCode.HOST_UNREACHABLE, why)));
        if (image.isReady()) {
            events.add(new ImageRemoved(null, image.id()));
        }
        events.add(new ImageDeleted(image.id()));
    }
}
