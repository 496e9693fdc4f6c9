package dcm.contract.intent;

/** Intents about presets, groups, base images and registries, the aggregate {@code catalog}. */
public sealed interface CatalogIntent extends Intent
        permits PresetIntent, GroupIntent, BaseImageIntent, RegistryIntent {}
