package dcm.user.account;

import dcm.contract.identity.InvalidValueException;
import dcm.contract.intent.AccountIntent.SuspendAccount;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /v1/users/NAME/suspend}; it may be missing. */
public record SuspendRequest(
        @Schema(
                description = "For the person to read, one line of at most 500 characters",
                examples = "Please talk to us about your jobs")
        @Nullable
        String reason,

        @Schema(description = "Whether her containers are stopped, too; left out, they run on", examples = "true")
        @Nullable
        Boolean stopContainers) {
    static final SuspendRequest PLAIN = new SuspendRequest(null, null);

    private static final Pattern REASON = Pattern.compile("[^\\p{C}]{1,500}");

    SuspendAccount toIntent() {
        if (reason != null && !REASON.matcher(reason).matches()) {
            throw new InvalidValueException("reason: One line of at most 500 characters.");
        }
        return new SuspendAccount(reason, Boolean.TRUE.equals(stopContainers));
    }
}
