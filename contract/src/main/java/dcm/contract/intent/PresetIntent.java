package dcm.contract.intent;

import dcm.contract.preset.PresetName;
import dcm.contract.preset.PresetOptions;

/** Intents about one preset. */
public sealed interface PresetIntent extends CatalogIntent {

    PresetName preset();

    /**
     * Make a preset, or a new version of one.
     *
     * @param description for those who may use it
     */
    record DefinePreset(PresetName preset, String description, PresetOptions options) implements PresetIntent {}

    /** Offer a preset no more. Containers that were made with it keep it. */
    record RetirePreset(PresetName preset) implements PresetIntent {}
}
