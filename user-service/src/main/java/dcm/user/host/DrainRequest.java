package dcm.user.host;

import dcm.contract.identity.InvalidValueException;
import dcm.contract.intent.HostIntent.DrainHost;
import dcm.user.rule.FieldRules;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /v1/hosts/NAME/drain}. */
public record DrainRequest(
        @Schema(
                description = "When the containers that still run on the host are stopped; their owners see a warning"
                        + " until then",
                required = true,
                examples = "2027-03-31T22:00:00Z")
        @Nullable
        String at,

        @Schema(description = "Reason shown to the owners of the containers, one line", examples = "new disks")
        @Nullable
        String reason) {

    DrainHost toIntent(Instant now) {
        Instant time = FieldRules.futureTime("at", at, now);
        if (time == null) {
            throw new InvalidValueException("at: The time at which running containers are stopped is required.");
        }
        return new DrainHost(time, FieldRules.line("reason", reason));
    }
}
