package dcm.contract.event;

/** Events about presets, groups and base images, and rejected intents about them. */
public sealed interface CatalogEvent extends Event permits PresetEvent, GroupEvent, BaseImageEvent, IntentRejected {}
