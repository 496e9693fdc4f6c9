package dcm.user.grant;

import dcm.contract.identity.Actor;
import dcm.contract.identity.InvalidValueException;
import dcm.contract.intent.AccountIntent.GrantPreset;
import dcm.contract.preset.PresetName;
import java.time.Instant;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of {@code PUT /v1/users/NAME/grants/PRESET}; it may be missing. */
public record GrantRequest(
        @Schema(description = "When it ends; left out, it holds until it is revoked", examples = "2027-03-31T22:00:00Z")
        @Nullable
        Instant until,

        @Schema(description = "Why, one line of at most 500 characters", examples = "for her thesis") @Nullable
        String note) {
    static final GrantRequest PLAIN = new GrantRequest(null, null);

    private static final Pattern NOTE = Pattern.compile("[^\\p{Cntrl}]{1,500}");

    GrantPreset toIntent(PresetName preset, Actor grantedBy, Instant now) {
        if (until != null && !until.isAfter(now)) {
            throw new InvalidValueException("until: A time to come; " + until + " is past.");
        }
        if (note != null && !NOTE.matcher(note).matches()) {
            throw new InvalidValueException("note: One line of at most 500 characters.");
        }
        return new GrantPreset(preset, until, note, grantedBy);
    }
}
