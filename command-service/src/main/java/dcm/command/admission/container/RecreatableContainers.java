package dcm.command.admission.container;

import dcm.command.admission.decision.DecisionContext;
import dcm.command.admission.state.ContainerState;
import dcm.command.admission.state.OwnerState;
import dcm.contract.snapshot.HostSnapshot;

/** Which containers another host could create again from their specification. */
public final class RecreatableContainers {
    private RecreatableContainers() {}

    /** Whether {@code host} has the image of the container, or can pull it. */
    public static boolean hasImage(
            OwnerState state, ContainerState container, HostSnapshot host, DecisionContext context) {
        return ImageSources.ofLost(state, container, context)
                .flatMap(source -> source.on(host))
                .isPresent();
    }
}
