package dcm.contract.preset;

import dcm.contract.identity.Actor;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Permits one account, or all of one group, to use a preset, whatever its version.
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

    /** {@code grants} and {@code added}, which replaces another one of the same preset, by preset. */
    public static List<Grant> with(List<Grant> grants, Grant added) {
        return Stream.concat(without(grants, added.preset()).stream(), Stream.of(added))
                .sorted(Comparator.comparing(Grant::preset))
                .toList();
    }

    /** {@code grants} but that of {@code preset}. */
    public static List<Grant> without(List<Grant> grants, PresetName preset) {
        return grants.stream().filter(grant -> !grant.preset().equals(preset)).toList();
    }
}
