package dcm.contract.intent;

import dcm.contract.preset.PresetName;
import dcm.contract.preset.PresetOptions;

/** Intents about one preset. */
public sealed interface PresetIntent extends CatalogIntent {

    PresetName preset();

    /**
     * Creates a preset or a new version of one.
     *
     * @param description for users with a grant
     */
    record DefinePreset(PresetName preset, String description, PresetOptions options) implements PresetIntent {}

    /** Retires a preset. Existing containers keep it. */
    record RetirePreset(PresetName preset) implements PresetIntent {}
}
