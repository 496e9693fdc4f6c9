package dcm.user.account;

import com.fasterxml.jackson.annotation.JsonInclude;
import dcm.contract.identity.HostName;
import dcm.contract.identity.OwnerName;
import dcm.contract.snapshot.HostSnapshot;
import dcm.contract.transfer.HomesMove;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
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
        String problem,

        @Schema(
                description = "For which host the move waits, since when that host has not reported, and what an"
                        + " administrator can do. Absent if the move waits for no host")
        @Nullable
        String waiting) {

    /** @param waiting null if it waits for no host, or the request does not ask for that */
    static HomesMoveView of(HomesMove move, @Nullable String waiting) {
        return new HomesMoveView(
                move.move().value(),
                move.from().value(),
                move.to().value(),
                move.begunAt(),
                move.step().name().toLowerCase(Locale.ROOT),
                move.homeMiB(),
                move.copiedMiB(),
                move.copiedAt(),
                move.problem(),
                waiting);
    }

    /**
     * The same for an account's move, with the host for which it waits.
     *
     * @param hosts the hosts by name
     */
    static HomesMoveView of(
            HomesMove move, OwnerName owner, Function<HostName, Optional<HostSnapshot>> hosts, Instant now) {
        Stream<HostName> needed = move.isCopying() ? Stream.of(move.from(), move.to()) : Stream.of(move.from());
        return of(
                move,
                needed.flatMap(host -> hosts.apply(host).stream())
                        .filter(host -> host.isSilent(now))
                        .findFirst()
                        .map(silent -> "The move waits for the host " + silent.name() + ", which last reported at "
                                + silent.lastSeen() + ", and continues when that host reports again. "
                                + alternatives(move, owner, silent.name()))
                        .orElse(null));
    }

    private static String alternatives(HomesMove move, OwnerName owner, HostName silent) {
        String removal = "If that host is gone for good, remove it: host rm " + silent;
        return move.step() == HomesMove.Step.COMPLETING
                ? removal + ". Nothing is lost, because " + move.to() + " has the home directories."
                : "To cancel it: user move " + owner + " --cancel. " + removal + "; the move then fails"
                        + (silent.equals(move.from()) ? ", and the home directories are lost." : ".");
    }
}
