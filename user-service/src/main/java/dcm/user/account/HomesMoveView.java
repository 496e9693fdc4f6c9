package dcm.user.account;

import com.fasterxml.jackson.annotation.JsonInclude;
import dcm.contract.transfer.HomesMove;
import java.time.Instant;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The progress of a move of home directories. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HomesMoveView(
        @Schema(description = "Id of the request in the audit log")
        String intent,

        @Schema(description = "The old home host", examples = "n1")
        String from,

        @Schema(description = "The new home host", examples = "n2")
        String to,

        Instant begunAt,

        @Schema(
                description =
                        "stopping: the containers are stopped; copying: the new host receives the home directories;"
                                + " completing: the new host has them",
                enumeration = {"stopping", "copying", "completing"})
        String step,

        @Schema(description = "Size of the home directories in MiB, as last measured", examples = "2048")
        long homeMiB,

        @Schema(description = "What the new host has received in the current attempt, in MiB", examples = "512")
        long copiedMiB,

        @Schema(description = "When the new host last reported that; absent before") @Nullable
        Instant copiedAt,

        @Schema(description = "Why the last attempt to copy failed. DCM repeats it. Absent if none has failed")
        @Nullable
        String problem) {

    static HomesMoveView of(HomesMove move) {
        return new HomesMoveView(
                move.move().value(),
                move.from().value(),
                move.to().value(),
                move.begunAt(),
                move.step().name().toLowerCase(Locale.ROOT),
                move.homeMiB(),
                move.copiedMiB(),
                move.copiedAt(),
                move.problem());
    }
}
