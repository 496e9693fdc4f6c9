package dcm.contract.intent;

/** A request to change something. The envelope contains its aggregate, actor and id. */
public sealed interface Intent permits OwnerIntent, CatalogIntent, HostIntent, QuarantineIntent {}
