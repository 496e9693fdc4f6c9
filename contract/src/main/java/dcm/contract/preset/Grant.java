package dcm.contract.preset;

import dcm.contract.identity.Actor;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Permits one account to use a preset, whatever its version.
 *
 * @param until from then on it permits nothing; null: until it is revoked
 * @param note why it was granted
 */
public record Grant(
        PresetName preset,
        @Nullable Instant until,
        @Nullable String note,
        Actor grantedBy,
        Instant grantedAt) {

    /** True while the preset may be used. */
    public boolean isValid(Instant now) {
        return until == null || now.isBefore(until);
    }
}
