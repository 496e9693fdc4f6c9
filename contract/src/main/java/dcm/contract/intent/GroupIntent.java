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
     * Creates or changes a group. {@link GroupName#EVERYBODY} always exists and can be changed.
     *
     * @param quota for each member
     */
    record DefineGroup(GroupName group, String description, Quota quota) implements GroupIntent {}

    /** Removes a group. Rejected while the group has members. */
    record RemoveGroup(GroupName group) implements GroupIntent {}

    /**
     * Permits all members of a group to use a preset. Replaces an earlier grant of the same preset.
     *
     * @param until when the grant ends (exclusive); null: no end date
     * @param note why it was granted
     */
    record GrantPresetToGroup(
            GroupName group,
            PresetName preset,
            @Nullable Instant until,
            @Nullable String note,
            Actor grantedBy) implements GroupIntent {}

    /** Revokes a group's grant. Members with a grant of their own can still use the preset. */
    record RevokePresetFromGroup(GroupName group, PresetName preset) implements GroupIntent {}
}
