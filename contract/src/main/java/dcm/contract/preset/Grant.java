package dcm.contract.preset;

import dcm.contract.identity.Actor;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Permits one account, or all members of one group, to use any version of a preset.
 *
 * @param until when the grant ends (exclusive); null: no end date
 * @param note why it was granted
 */
public record Grant(
        PresetName preset,
        @Nullable Instant until,
        @Nullable String note,
        Actor grantedBy,
        Instant grantedAt) {

    /** Whether the grant permits the preset at this time. */
    public boolean isValid(Instant now) {
        return until == null || now.isBefore(until);
    }

    /** {@code grants} with {@code added}, which replaces a grant of the same preset; sorted by preset. */
    public static List<Grant> with(List<Grant> grants, Grant added) {
        return Stream.concat(without(grants, added.preset()).stream(), Stream.of(added))
                .sorted(Comparator.comparing(Grant::preset))
                .toList();
    }

    /** {@code grants} without the grant of {@code preset}. */
    public static List<Grant> without(List<Grant> grants, PresetName preset) {
        return grants.stream().filter(grant -> !grant.preset().equals(preset)).toList();
    }
}
