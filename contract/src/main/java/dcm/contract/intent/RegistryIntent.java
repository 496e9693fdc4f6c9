package dcm.contract.intent;

import dcm.contract.identity.RegistryName;
import dcm.contract.registry.RegistryOptions;

/** Intents about one image registry. */
public sealed interface RegistryIntent extends CatalogIntent {

    RegistryName registry();

    /** Permits users to pull from the registry and push to it, or changes how. */
    record PermitRegistry(RegistryName registry, RegistryOptions options) implements RegistryIntent {}

    /** Ends the permission. Transfers that have begun continue. */
    record ForbidRegistry(RegistryName registry) implements RegistryIntent {}
}
