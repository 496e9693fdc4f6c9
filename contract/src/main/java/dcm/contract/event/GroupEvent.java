package dcm.contract.event;

import dcm.contract.identity.Actor;
import dcm.contract.identity.GroupName;
import dcm.contract.identity.IntentId;
import dcm.contract.preset.PresetName;
import dcm.contract.quota.Quota;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Events about one group of accounts. */
public sealed interface GroupEvent extends CatalogEvent {

    GroupName group();

    @Override
    default boolean endsIntent() {
        return true;
    }

    /**
     * The group was created or changed.
     *
     * @param quota for each member
     */
    record GroupDefined(IntentId intent, GroupName group, String description, Quota quota) implements GroupEvent {}

    /** The group was removed. */
    record GroupRemoved(IntentId intent, GroupName group) implements GroupEvent {}

    /**
     * The group's members may use a preset. The grant replaces an earlier grant of the same preset.
     *
     * @param until when the grant ends (exclusive); null: no end date
     * @param note why it was granted
     */
    record PresetGrantedToGroup(
            IntentId intent,
            GroupName group,
            PresetName preset,
            @Nullable Instant until,
            @Nullable String note,
            Actor grantedBy)
            implements GroupEvent {}

    /** The group's members may no longer use the preset, unless they have a grant of their own. */
    record PresetRevokedFromGroup(IntentId intent, GroupName group, PresetName preset) implements GroupEvent {}
}
