package dcm.contract.event;

import dcm.contract.identity.Actor;
import dcm.contract.identity.GroupName;
import dcm.contract.identity.IntentId;
import dcm.contract.preset.PresetName;
import dcm.contract.quota.Quota;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Facts about one group of accounts. */
public sealed interface GroupEvent extends CatalogEvent {

    GroupName group();

    @Override
    default boolean endsIntent() {
        return true;
    }

    /**
     * From now on the group is like this.
     *
     * @param quota for each of its members
     */
    record GroupDefined(IntentId intent, GroupName group, String description, Quota quota) implements GroupEvent {}

    /** There is no such group any more. */
    record GroupRemoved(IntentId intent, GroupName group) implements GroupEvent {}

    /**
     * The group's members may use a preset. It replaces an earlier grant of the same.
     *
     * @param until from then on no more; null: until it is revoked
     * @param note why
     */
    record PresetGrantedToGroup(
            IntentId intent,
            GroupName group,
            PresetName preset,
            @Nullable Instant until,
            @Nullable String note,
            Actor grantedBy)
            implements GroupEvent {}

    /** The group's members may use the preset no more, but those with a grant of their own. */
    record PresetRevokedFromGroup(IntentId intent, GroupName group, PresetName preset) implements GroupEvent {}
}
