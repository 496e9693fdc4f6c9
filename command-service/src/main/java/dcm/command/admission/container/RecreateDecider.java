package dcm.command.admission.container;

import dcm.command.admission.container.ContainerPlacement.Result;
import dcm.command.admission.decision.ContainerRejections;
import dcm.command.admission.decision.DecisionContext;
import dcm.command.admission.state.ContainerState;
import dcm.command.admission.state.OwnerState;
import dcm.command.placement.ImageSource;
import dcm.contract.event.OwnerEvent;
import dcm.contract.identity.IntentId;
import java.util.List;
import java.util.Optional;

/**
 * Decides whether a lost container is created again, and on which host. It keeps its id, name and specification, and
 * gets a new SSH port.
 */
final class RecreateDecider {
    private RecreateDecider() {}

    static List<OwnerEvent> decide(OwnerState state, ContainerState container, IntentId id, DecisionContext context) {
        return hostMustReport(container, id, context)
                .or(() -> mustBeLost(container, id))
                .or(() -> StartPolicies.presetMustBeGranted(state, container, id, context))
                .or(() -> quotaMustSuffice(state, container, id, context))
                .orElseGet(() -> ImageSources.ofLost(state, container, context)
                        .map(image -> place(state, container, image, id, context))
                        .orElseGet(() -> ContainerRejections.imageLost(id, container)));
    }

    /** A container that follows its homes existed before, so it needs nothing more. */
    private static Optional<List<OwnerEvent>> quotaMustSuffice(
            OwnerState state, ContainerState container, IntentId id, DecisionContext context) {
        return state.open().homesMoves().isFollowUp(id, container.id())
                ? Optional.empty()
                : StartPolicies.quotaMustSuffice(state, container, id, context);
    }

    /** A silent host may still run the container, so it is not lost before an administrator removes the host. */
    private static Optional<List<OwnerEvent>> hostMustReport(
            ContainerState container, IntentId id, DecisionContext context) {
        return container
                .onHost()
                .flatMap(host -> context.silentHost(host).stream())
                .findFirst()
                .map(silent -> ContainerRejections.hostSilent(id, container, silent));
    }

    /** A container that is being recreated or removed is not lost. */
    private static Optional<List<OwnerEvent>> mustBeLost(ContainerState container, IntentId id) {
        return container.isLost() && container.pending().isEmpty()
                ? Optional.empty()
                : Optional.of(ContainerRejections.notLost(id, container));
    }

    private static List<OwnerEvent> place(
            OwnerState state, ContainerState container, ImageSource image, IntentId id, DecisionContext context) {
        return switch (ContainerPlacement.placeLost(state, container, image, id, context)) {
            case Result.Placed placed -> placed.events();
            case Result.NoHost none -> ContainerRejections.noHost(id, none.hosts());
        };
    }
}
