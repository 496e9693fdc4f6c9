package dcm.user.handover;

import com.fasterxml.jackson.annotation.JsonInclude;
import dcm.contract.view.TransferState;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The result of a transfer. */
@Schema(examples = HandOverView.EXAMPLE)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HandOverView(
        @Schema(description = "Id of the transfer in the audit log")
        String intent,

        @Schema(
                enumeration = {"done", "under-way"},
                description = "A host that is down completes its part when it returns")
        TransferState state,

        String from,
        String to,

        @Schema(description = "Id of the receiver's container; absent for an image and before the container exists")
        @Nullable
        String container,

        @Schema(description = "Why the receiver's container does not run although the image was transferred") @Nullable
        String problem) {
    /** An example response. */
    public static final String EXAMPLE = """
            {"intent": "019ab2d4-3c1e-7b52-a1de-0f3c55e0a7c1", "state": "done", "from": "alice", "to": "bob",
             "container": "5d60be7410595ad1"}""";
}
