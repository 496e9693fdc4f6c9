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
                description = "When what still runs there is stopped; its owners are told until then",
                required = true,
                examples = "2027-03-31T22:00:00Z")
        @Nullable
        String at,

        @Schema(description = "For those whose containers are there to read, one line", examples = "new disks")
        @Nullable
        String reason) {

    DrainHost toIntent(Instant now) {
        Instant time = FieldRules.timeToCome("at", at, now);
        if (time == null) {
            throw new InvalidValueException("at: Say when what still runs there is stopped.");
        }
        return new DrainHost(time, FieldRules.line("reason", reason));
    }
}
