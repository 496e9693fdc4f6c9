package dcm.command.admission.container;

import dcm.command.admission.decision.ContainerRejections;
import dcm.command.admission.decision.DecisionContext;
import dcm.command.admission.decision.QuotaUsage;
import dcm.command.admission.decision.Rejections;
import dcm.command.admission.state.ContainerState;
import dcm.command.admission.state.OwnerState;
import dcm.contract.event.OwnerEvent;
import dcm.contract.identity.IntentId;
import dcm.contract.quota.Resource;
import dcm.contract.quota.ResourceUsage;
import java.util.List;
import java.util.Optional;

/** What an existing container needs to be started or recreated. */
final class StartPolicies {
    private StartPolicies() {}

    static Optional<List<OwnerEvent>> presetMustBeGranted(
            OwnerState state, ContainerState container, IntentId id, DecisionContext context) {
        return Optional.ofNullable(container.spec().preset())
                .filter(preset -> context.catalog()
                        .grant(state.open().snapshot(), preset.name(), context.now())
                        .isEmpty())
                .map(preset -> ContainerRejections.grantEnded(id, container, preset.name()));
    }

    static Optional<List<OwnerEvent>> quotaMustSuffice(
            OwnerState state, ContainerState container, IntentId id, DecisionContext context) {
        return container.countsAsRunning()
                ? Optional.empty()
                : QuotaUsage.of(state, context)
                        .shortage(ResourceUsage.of(Resource.RUNNING, 1).plus(QuotaUsage.ANY_HOME))
                        .map(shortage -> Rejections.quota(id, shortage));
    }
}
