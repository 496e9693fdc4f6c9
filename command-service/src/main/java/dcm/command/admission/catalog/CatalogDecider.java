package dcm.command.admission.catalog;

import dcm.contract.event.CatalogEvent;
import dcm.contract.identity.IntentId;
import dcm.contract.intent.BaseImageIntent;
import dcm.contract.intent.CatalogIntent;
import dcm.contract.intent.GroupIntent;
import dcm.contract.intent.PresetIntent;
import dcm.contract.intent.RegistryIntent;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.contract.snapshot.Catalog;
import java.util.Collection;

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
            case RegistryIntent registry -> RegistryDecider.decide(catalog, id, registry);
        };
    }
}
