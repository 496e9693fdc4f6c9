package dcm.contract.intent;

import dcm.contract.preset.PresetName;
import dcm.contract.preset.PresetOptions;

/** Intents about what administrators offer to all, the aggregate {@code catalog}. */
public sealed interface CatalogIntent extends Intent {

    /**
     * Make a preset, or a new version of one.
     *
     * @param description for those who may use it
     */
    record DefinePreset(PresetName preset, String description, PresetOptions options) implements CatalogIntent {}

    /** Offer a preset no more. Containers that were made with it keep it. */
    record RetirePreset(PresetName preset) implements CatalogIntent {}
}
