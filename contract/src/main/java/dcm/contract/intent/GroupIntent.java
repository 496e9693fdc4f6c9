package dcm.contract.intent;

import dcm.contract.identity.Actor;
import dcm.contract.identity.GroupName;
import dcm.contract.preset.PresetName;
import dcm.contract.quota.Quota;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Intents about one group of accounts. */
public sealed interface GroupIntent extends CatalogIntent {

    GroupName group();

    /**
     * Make a group, or change one. {@link GroupName#EVERYBODY} is there already and can be changed.
     *
     * @param quota for each of its members
     */
    record DefineGroup(GroupName group, String description, Quota quota) implements GroupIntent {}

    /** Have a group no more. Refused while somebody is in it. */
    record RemoveGroup(GroupName group) implements GroupIntent {}

    /**
     * Let all members of a group use a preset. Asked again, it replaces the earlier grant.
     *
     * @param until from then on it is permitted no more; null: until it is revoked
     * @param note why
     */
    record GrantPresetToGroup(
            GroupName group,
            PresetName preset,
            @Nullable Instant until,
            @Nullable String note,
            Actor grantedBy) implements GroupIntent {}

    /** Let the members of a group use a preset no more, but those with a grant of their own. */
    record RevokePresetFromGroup(GroupName group, PresetName preset) implements GroupIntent {}
}
