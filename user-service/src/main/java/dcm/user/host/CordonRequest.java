package dcm.user.host;

import dcm.contract.intent.HostIntent.CordonHost;
import dcm.user.rule.FieldRules;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /v1/hosts/NAME/cordon}; optional. */
public record CordonRequest(
        @Schema(
                description = "Reason shown to users whose containers cannot be created there, one line",
                examples = "new disks")
        @Nullable
        String reason) {
    static final CordonRequest PLAIN = new CordonRequest(null);

    CordonHost toIntent() {
        return new CordonHost(FieldRules.line("reason", reason));
    }
}
