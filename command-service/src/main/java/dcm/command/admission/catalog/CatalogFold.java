package dcm.command.admission.catalog;

import dcm.contract.event.BaseImageEvent;
import dcm.contract.event.CatalogEvent;
import dcm.contract.event.GroupEvent;
import dcm.contract.event.IntentRejected;
import dcm.contract.event.PresetEvent;
import dcm.contract.event.RegistryEvent;
import dcm.contract.snapshot.Catalog;
import dcm.contract.snapshot.CatalogSnapshot;
import java.time.Instant;
import java.util.Optional;

/** Folds events about the catalog into its entries. Deterministic. */
public final class CatalogFold {
    private CatalogFold() {}

    /** The changed entry after {@code event}, which was decided at {@code time}; empty if nothing changes. */
    public static Optional<CatalogSnapshot> evolve(Catalog catalog, CatalogEvent event, Instant time) {
        return switch (event) {
            case IntentRejected rejected -> Optional.empty();
            case PresetEvent preset ->
                Optional.of(PresetFold.evolve(catalog.preset(preset.preset()).orElse(null), preset, time));
            case GroupEvent group -> Optional.of(GroupFold.evolve(catalog, group, time));
            case BaseImageEvent image -> Optional.of(BaseImageFold.evolve(catalog, image, time));
            case RegistryEvent registry -> Optional.of(RegistryFold.evolve(catalog, registry, time));
        };
    }
}
