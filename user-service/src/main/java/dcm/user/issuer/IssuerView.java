package dcm.user.issuer;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The issuer as administrators see it. */
@Schema(examples = IssuerView.EXAMPLE)
public record IssuerView(
        @Schema(description = "Required value of the claim iss in access tokens")
        String issuer,

        @Schema(description = "Value that the claim aud contains")
        String audience,

        @Schema(description = "Claim with the account's name, used at the first sign-in")
        String nameClaim,

        @Schema(description = "Accepted values of the claim or header typ")
        List<String> tokenTypes,

        @Schema(description = "Whether DCM creates sign-ins and passwords there")
        boolean managed,

        @Schema(description = "reachable, or why it is not") String state) {
    /** An example response. */
    public static final String EXAMPLE = """
            {"issuer": "https://id.lab.example", "audience": "dcm", "nameClaim": "preferred_username",
             "tokenTypes": ["at+jwt", "Bearer"], "managed": false, "state": "reachable"}""";
}
