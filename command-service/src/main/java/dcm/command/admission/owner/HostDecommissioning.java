package dcm.command.admission.owner;

import dcm.command.admission.container.FollowUpOrder;
import dcm.command.admission.state.Account;
import dcm.command.admission.state.ContainerState;
import dcm.command.admission.state.ContainerState.PendingOrder;
import dcm.command.admission.state.ImageState;
import dcm.command.admission.state.OwnerState;
import dcm.contract.event.AccountEvent.HomesLost;
import dcm.contract.event.ContainerEvent.ContainerLost;
import dcm.contract.event.ContainerEvent.ContainerRemoved;
import dcm.contract.event.ContainerEvent.OperationFailed;
import dcm.contract.event.ImageEvent.FlattenFailed;
import dcm.contract.event.ImageEvent.ImageDeleted;
import dcm.contract.event.ImageEvent.ImageRemoved;
import dcm.contract.event.ImageEvent.ImportFailed;
import dcm.contract.event.Operation;
import dcm.contract.event.OwnerEvent;
import dcm.contract.identity.HostName;
import dcm.contract.problem.ErrorCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Decides what happens to an owner's containers, images and homes on a host that is drained or removed. */
public final class HostDecommissioning {
    private HostDecommissioning() {}

    /** The events when a host is drained: running containers are stopped. */
    public static List<OwnerEvent> drained(OwnerState state, HostName host) {
        return state.all().stream()
                .filter(container -> container.host().equals(host) && container.willRun())
                .sorted(Comparator.comparing(ContainerState::id))
                .<OwnerEvent>map(container -> FollowUpOrder.of(container, Operation.STOP))
                .toList();
    }

    /** The events when a host is removed permanently: everything there is lost, and pending orders fail. */
    public static List<OwnerEvent> gone(OwnerState state, HostName host) {
        List<OwnerEvent> events = new ArrayList<>();
        String why = "The host " + host + " was removed permanently.";
        state.all().stream()
                .filter(container -> container.host().equals(host))
                .sorted(Comparator.comparing(ContainerState::id))
                .forEach(container -> lose(container, why, events));
        state.images().values().stream()
                .filter(image -> image.host().equals(host))
                .sorted(Comparator.comparing(image -> image.id().value()))
                .forEach(image -> lose(image, why, events));
        Account account = state.account();
        boolean homes = account != null
                && (host.equals(account.homeHost())
                        || account.hosts() != null && account.hosts().containsKey(host));
        if (homes) {
            events.add(new HomesLost(host));
        }
        return events;
    }

    private static void lose(ContainerState container, String why, List<OwnerEvent> events) {
        for (PendingOrder order : container.pending()) {
            events.add(new OperationFailed(
                    order.intent(),
                    container.id(),
                    order.operation(),
                    order.number(),
                    ErrorCode.HOST_UNREACHABLE,
                    why,
                    null));
        }
        events.add(new ContainerLost(container.id(), why));
        events.add(new ContainerRemoved(null, container.id(), null));
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
