package dcm.contract.event;

/** Events about presets, groups, base images and registries, and rejected intents about them. */
public sealed interface CatalogEvent extends Event
        permits PresetEvent, GroupEvent, BaseImageEvent, RegistryEvent, IntentRejected {}
