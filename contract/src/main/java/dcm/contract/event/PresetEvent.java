package dcm.contract.event;

import dcm.contract.identity.IntentId;
import dcm.contract.preset.PresetName;
import dcm.contract.preset.PresetOptions;

/** Facts about one preset. */
public sealed interface PresetEvent extends CatalogEvent {

    PresetName preset();

    @Override
    default boolean endsIntent() {
        return true;
    }

    /**
     * From now on this is what the preset does.
     *
     * @param version from 1; the same as before when nothing was changed
     * @param description for those who may use it
     */
    record PresetDefined(IntentId intent, PresetName preset, int version, String description, PresetOptions options)
            implements PresetEvent {}

    /** Nothing is made with the preset any more, and no other one gets its name. */
    record PresetRetired(IntentId intent, PresetName preset) implements PresetEvent {}
}
