package dcm.contract.snapshot;

import dcm.contract.identity.RegistryName;
import dcm.contract.registry.RegistryOptions;
import java.time.Instant;

/**
 * The current state of an image registry.
 *
 * @param forbidden whether the permission has ended
 * @param changedAt when it was permitted or forbidden
 */
public record RegistrySnapshot(RegistryName name, RegistryOptions options, boolean forbidden, Instant changedAt)
        implements CatalogSnapshot {

    @Override
    public String key() {
        return "registry/" + name;
    }

    /** Forbids the registry. */
    public RegistrySnapshot forbid(Instant when) {
        return new RegistrySnapshot(name, options, true, when);
    }
}
