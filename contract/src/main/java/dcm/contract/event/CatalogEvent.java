package dcm.contract.event;

/** Facts about what administrators offer to all, and what was refused to them about it. */
public sealed interface CatalogEvent extends Event permits PresetEvent, GroupEvent, BaseImageEvent, IntentRejected {}
