package dcm.command.admission.owner;

import dcm.command.admission.Context;
import dcm.contract.quota.Allowance;
import dcm.contract.quota.Use;

/** An owner's usage against the quota, for tests of whole histories. */
public final class Used {
    private Used() {}

    public static Use by(OwnerState state, Context context) {
        return Room.of(state, context).used();
    }

    public static Allowance allowed(OwnerState state, Context context) {
        return Room.of(state, context).allowance();
    }
}
