package dcm.user.account;

import dcm.contract.intent.AccountIntent.SuspendAccount;
import dcm.user.rule.FieldRules;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /v1/users/NAME/suspend}; optional. */
public record SuspendRequest(
        @Schema(
                description = "Reason shown to the user, one line of at most 500 characters",
                examples = "Please talk to us about your jobs")
        @Nullable
        String reason,

        @Schema(description = "Whether to stop the containers of the account. Default: false", examples = "true")
        @Nullable
        Boolean stopContainers,

        @Schema(description = "Whether to end open SSH sessions. Default: false", examples = "true") @Nullable
        Boolean endSessions) {
    static final SuspendRequest PLAIN = new SuspendRequest(null, null, null);

    SuspendAccount toIntent() {
        return new SuspendAccount(FieldRules.line("reason", reason), Boolean.TRUE.equals(stopContainers), endSessions);
    }
}
