package dcm.user.group;

import dcm.contract.identity.GroupName;
import dcm.contract.intent.GroupIntent.DefineGroup;
import dcm.contract.quota.Quota;
import dcm.user.quota.QuotaLimits;
import dcm.user.rule.FieldRules;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of {@code PUT /v1/catalog/groups/NAME}; optional. */
public record GroupRequest(
        @Schema(description = "One line of at most 500 characters", examples = "Operating systems, spring term")
        @Nullable
        String description,

        @Schema(description = "Limits of each member") @Nullable
        QuotaLimits quota) {
    static final GroupRequest PLAIN = new GroupRequest(null, null);

    DefineGroup toIntent(GroupName group) {
        return new DefineGroup(
                group, FieldRules.description(description), quota == null ? Quota.NONE : quota.toQuota());
    }
}
