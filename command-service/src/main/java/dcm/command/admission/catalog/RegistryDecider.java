package dcm.command.admission.catalog;

import dcm.contract.event.CatalogEvent;
import dcm.contract.event.IntentRejected;
import dcm.contract.event.RegistryEvent.RegistryForbidden;
import dcm.contract.event.RegistryEvent.RegistryPermitted;
import dcm.contract.identity.IntentId;
import dcm.contract.intent.RegistryIntent;
import dcm.contract.intent.RegistryIntent.ForbidRegistry;
import dcm.contract.intent.RegistryIntent.PermitRegistry;
import dcm.contract.problem.ErrorCode;
import dcm.contract.snapshot.Catalog;
import java.util.Map;

/** Decides intents about image registries. */
final class RegistryDecider {
    private RegistryDecider() {}

    static CatalogEvent decide(Catalog catalog, IntentId id, RegistryIntent intent) {
        return switch (intent) {
            case PermitRegistry permit -> new RegistryPermitted(id, permit.registry(), permit.options());
            case ForbidRegistry forbid ->
                catalog.registry(forbid.registry())
                        .<CatalogEvent>map(known -> new RegistryForbidden(id, forbid.registry()))
                        .orElseGet(() -> new IntentRejected(
                                id,
                                ErrorCode.UNKNOWN_REGISTRY,
                                "The registry '" + forbid.registry() + "' is not permitted.",
                                Map.of()));
        };
    }
}
