package dcm.contract.event;

import dcm.contract.identity.IntentId;
import dcm.contract.identity.RegistryName;
import dcm.contract.registry.RegistryOptions;

/** Events about one image registry. */
public sealed interface RegistryEvent extends CatalogEvent {

    RegistryName registry();

    @Override
    default boolean endsIntent() {
        return true;
    }

    /** Users may pull from the registry and push to it, according to the options. */
    record RegistryPermitted(IntentId intent, RegistryName registry, RegistryOptions options)
            implements RegistryEvent {}

    /** Users may no longer use the registry. */
    record RegistryForbidden(IntentId intent, RegistryName registry) implements RegistryEvent {}
}
