package dcm.user.grant;

import dcm.contract.identity.Actor;
import dcm.contract.preset.Grant;
import dcm.contract.preset.PresetName;
import dcm.user.rule.FieldRules;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of {@code PUT …/grants/PRESET}; optional. */
public record GrantRequest(
        @Schema(description = "When the grant ends. Default: no end date", examples = "2027-03-31T22:00:00Z") @Nullable
        String until,

        @Schema(description = "Reason, one line of at most 500 characters", examples = "for a thesis") @Nullable
        String note) {
    /** A grant without an end and without a note. */
    public static final GrantRequest PLAIN = new GrantRequest(null, null);

    /**
     * The grant, checked against the current time.
     *
     * @throws dcm.contract.identity.InvalidValueException if a field is invalid
     */
    public Grant toGrant(PresetName preset, Actor grantedBy, Instant now) {
        return new Grant(
                preset, FieldRules.futureTime("until", until, now), FieldRules.line("note", note), grantedBy, now);
    }
}
