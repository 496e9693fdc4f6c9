package dcm.auditor.log;

import dcm.contract.identity.GroupName;
import dcm.contract.quota.Quota;
import org.jspecify.annotations.Nullable;

/**
 * An account according to the events.
 *
 * @param quota of the account alone
 * @param group null: only everybody
 * @param removing whether its removal has begun
 */
public record LoggedAccount(Quota quota, @Nullable GroupName group, boolean removing) {
    LoggedAccount with(Quota now) {
        return new LoggedAccount(now, group, removing);
    }

    LoggedAccount in(@Nullable GroupName now) {
        return new LoggedAccount(quota, now, removing);
    }

    LoggedAccount asRemoving() {
        return new LoggedAccount(quota, group, true);
    }
}
