package dcm.contract.intent;

/** Intents about presets, groups and base images, the aggregate {@code catalog}. */
public sealed interface CatalogIntent extends Intent permits PresetIntent, GroupIntent, BaseImageIntent {}
