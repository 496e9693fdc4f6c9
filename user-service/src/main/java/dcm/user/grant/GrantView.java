package dcm.user.grant;

import com.fasterxml.jackson.annotation.JsonInclude;
import dcm.contract.preset.Grant;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A grant as administrators see it. */
@Schema(examples = GrantView.EXAMPLE)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GrantView(
        String preset,

        @Schema(description = "When the grant ends or ended; absent: no end date") @Nullable
        Instant until,

        @Nullable String note,

        @Schema(description = "Administrator who granted the preset", examples = "account/admin")
        String grantedBy,

        Instant grantedAt) {
    /** An example response. */
    public static final String EXAMPLE = """
            {"preset": "big", "until": "2027-03-31T22:00:00Z", "note": "for a thesis", "grantedBy": "account/admin",
             "grantedAt": "2026-11-25T14:30:00Z"}""";

    public static GrantView of(Grant grant) {
        return new GrantView(
                grant.preset().value(),
                grant.until(),
                grant.note(),
                grant.grantedBy().value(),
                grant.grantedAt());
    }
}
