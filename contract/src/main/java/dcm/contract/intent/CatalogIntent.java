package dcm.contract.intent;

/** Intents about what administrators offer to all and to groups, the aggregate {@code catalog}. */
public sealed interface CatalogIntent extends Intent permits PresetIntent, GroupIntent, BaseImageIntent {}
