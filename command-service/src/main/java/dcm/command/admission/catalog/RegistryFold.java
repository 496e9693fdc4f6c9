package dcm.command.admission.catalog;

import dcm.contract.event.RegistryEvent;
import dcm.contract.event.RegistryEvent.RegistryForbidden;
import dcm.contract.event.RegistryEvent.RegistryPermitted;
import dcm.contract.snapshot.Catalog;
import dcm.contract.snapshot.RegistrySnapshot;
import java.time.Instant;

/** Folds events about a registry into its snapshot. Deterministic. */
final class RegistryFold {
    private RegistryFold() {}

    /** The registry after {@code event}. */
    static RegistrySnapshot evolve(Catalog catalog, RegistryEvent event, Instant time) {
        return switch (event) {
            case RegistryPermitted permitted ->
                new RegistrySnapshot(permitted.registry(), permitted.options(), false, time);
            case RegistryForbidden forbidden ->
                catalog.registry(forbidden.registry())
                        .orElseThrow(() -> new IllegalStateException(
                                forbidden.registry() + " was forbidden before it was permitted"))
                        .forbid(time);
        };
    }
}
