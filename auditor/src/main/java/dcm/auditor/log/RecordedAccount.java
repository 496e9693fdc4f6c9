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
public record RecordedAccount(Quota quota, @Nullable GroupName group, boolean removing) {
    RecordedAccount with(Quota now) {
        return new RecordedAccount(now, group, removing);
    }

    RecordedAccount in(@Nullable GroupName now) {
        return new RecordedAccount(quota, now, removing);
    }

    RecordedAccount asRemoving() {
        return new RecordedAccount(quota, group, true);
    }
}
