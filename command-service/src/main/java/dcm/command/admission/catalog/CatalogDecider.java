package dcm.command.admission.catalog;

import dcm.contract.event.BaseImageEvent;
import dcm.contract.event.CatalogEvent;
import dcm.contract.event.GroupEvent;
import dcm.contract.event.IntentRejected;
import dcm.contract.event.PresetEvent;
import dcm.contract.identity.IntentId;
import dcm.contract.intent.BaseImageIntent;
import dcm.contract.intent.CatalogIntent;
import dcm.contract.intent.GroupIntent;
import dcm.contract.intent.PresetIntent;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.contract.snapshot.Catalog;
import dcm.contract.snapshot.CatalogSnapshot;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/** Decides intents about the catalog. */
public final class CatalogDecider {
    private CatalogDecider() {}

    /**
     * The event that answers {@code intent}.
     *
     * @param accounts a recent copy of all accounts, which may miss a change of group that is just being made
     */
    public static CatalogEvent decide(
            Catalog catalog, IntentId id, CatalogIntent intent, Collection<AccountSnapshot> accounts) {
        return switch (intent) {
            case PresetIntent preset ->
                PresetDecider.decide(catalog.preset(preset.preset()).orElse(null), id, preset, catalog.presets());
            case GroupIntent group -> GroupDecider.decide(catalog, id, group, accounts);
            case BaseImageIntent image -> BaseImageDecider.decide(catalog, id, image);
        };
    }

    /** The changed entry after {@code event}, which was decided at {@code time}; empty if nothing changes. */
    public static Optional<CatalogSnapshot> evolve(Catalog catalog, CatalogEvent event, Instant time) {
        return switch (event) {
            case IntentRejected rejected -> Optional.empty();
            case PresetEvent preset ->
                Optional.of(PresetDecider.evolve(catalog.preset(preset.preset()).orElse(null), preset, time));
            case GroupEvent group -> Optional.of(GroupDecider.evolve(catalog, group, time));
            case BaseImageEvent image -> Optional.of(BaseImageDecider.evolve(catalog, image, time));
        };
    }
}
