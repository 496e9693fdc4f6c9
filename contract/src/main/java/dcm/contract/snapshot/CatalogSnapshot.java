package dcm.contract.snapshot;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;

/** One thing of the catalog as it stands. */
public sealed interface CatalogSnapshot permits PresetSnapshot, GroupSnapshot, BaseImageSnapshot {

    /** What is its alone in the whole catalog: the key of its records. */
    @JsonIgnore
    String key();

    /** When it became so. */
    Instant changedAt();
}
