package dcm.command.admission.owner;

import dcm.command.admission.Context;
import dcm.contract.quota.Allowance;
import dcm.contract.quota.Use;

/** What counts against an owner's quota, for tests of whole histories. */
public final class Used {
    private Used() {}

    public static Use by(OwnerState state, Context context) {
        return Room.of(state, context).used();
    }

    public static Allowance allowed(OwnerState state, Context context) {
        return Room.of(state, context).allowance();
    }
}
