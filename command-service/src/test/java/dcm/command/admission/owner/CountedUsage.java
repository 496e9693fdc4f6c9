package dcm.command.admission.owner;

import dcm.command.admission.DecisionContext;
import dcm.contract.quota.EffectiveQuota;
import dcm.contract.quota.ResourceUsage;

/** An owner's usage against the quota, for tests of whole histories. */
public final class CountedUsage {
    private CountedUsage() {}

    public static ResourceUsage by(OwnerState state, DecisionContext context) {
        return QuotaUsage.of(state, context).used();
    }

    public static EffectiveQuota allowed(OwnerState state, DecisionContext context) {
        return QuotaUsage.of(state, context).allowance();
    }
}
