package dcm.contract.intent;

/** What was asked for. Its aggregate, actor and id stand in the envelope. */
public sealed interface Intent permits OwnerIntent, CatalogIntent, HostIntent, QuarantineIntent {}
