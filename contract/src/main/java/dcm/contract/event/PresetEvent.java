package dcm.contract.event;

import dcm.contract.identity.IntentId;
import dcm.contract.preset.PresetName;
import dcm.contract.preset.PresetOptions;

/** Events about one preset. */
public sealed interface PresetEvent extends CatalogEvent {

    PresetName preset();

    @Override
    default boolean endsIntent() {
        return true;
    }

    /**
     * The preset was created or changed.
     *
     * @param version from 1; unchanged if nothing changed
     * @param description for users with a grant
     */
    record PresetDefined(IntentId intent, PresetName preset, int version, String description, PresetOptions options)
            implements PresetEvent {}

    /** The preset is retired: no new containers can use it, and its name is never reused. */
    record PresetRetired(IntentId intent, PresetName preset) implements PresetEvent {}
}
