package dcm.contract.snapshot;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;

/** The current state of one catalog entry. */
public sealed interface CatalogSnapshot permits PresetSnapshot, GroupSnapshot, BaseImageSnapshot, RegistrySnapshot {

    /** The entry's unique key in the catalog, which is the key of its records. */
    @JsonIgnore
    String key();

    /** When the entry last changed. */
    Instant changedAt();
}
