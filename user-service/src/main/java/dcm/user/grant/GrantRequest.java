package dcm.user.grant;

import dcm.contract.identity.Actor;
import dcm.contract.identity.InvalidValueException;
import dcm.contract.intent.AccountIntent.GrantPreset;
import dcm.contract.preset.PresetName;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of {@code PUT /v1/users/NAME/grants/PRESET}; it may be missing. */
public record GrantRequest(
        @Schema(description = "When it ends; left out, it holds until it is revoked", examples = "2027-03-31T22:00:00Z")
        @Nullable
        String until,

        @Schema(description = "Why, one line of at most 500 characters", examples = "for her thesis") @Nullable
        String note) {
    static final GrantRequest PLAIN = new GrantRequest(null, null);

    private static final Pattern NOTE = Pattern.compile("[^\\p{C}]{1,500}");
    private static final Duration LONGEST = Duration.ofDays(36_525);

    GrantPreset toIntent(PresetName preset, Actor grantedBy, Instant now) {
        Instant end = end(now);
        if (note != null && !NOTE.matcher(note).matches()) {
            throw new InvalidValueException("note: One line of at most 500 characters.");
        }
        return new GrantPreset(preset, end, note, grantedBy);
    }

    private @Nullable Instant end(Instant now) {
        if (until == null) {
            return null;
        }
        try {
            Instant end = OffsetDateTime.parse(until).toInstant();
            if (!end.isAfter(now) || end.isAfter(now.plus(LONGEST))) {
                throw new InvalidValueException("until: A time to come within a hundred years.");
            }
            return end;
        } catch (DateTimeParseException e) {
            throw new InvalidValueException("until: A time with its offset, such as 2027-03-31T22:00:00Z.");
        }
    }
}
