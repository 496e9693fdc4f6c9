package dcm.user.homes;

import dcm.contract.view.TransferState;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The answer to a request that sets an account's home host. */
@Schema(examples = HomeHostView.EXAMPLE)
public record HomeHostView(
        @Schema(description = "Id of the request that moves the home directories, in the audit log")
        String intent,

        @Schema(enumeration = {"done", "under-way"}) TransferState state,

        String account,

        @Schema(description = "The new home host", examples = "n2")
        String host) {
    /** An example response. */
    public static final String EXAMPLE = """
            {"intent": "019ab2d4-3c1e-7b52-a1de-0f3c55e0a7c1", "state": "under-way", "account": "alice", "host": "n2"}""";
}
