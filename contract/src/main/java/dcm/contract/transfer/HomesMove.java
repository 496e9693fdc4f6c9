package dcm.contract.transfer;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import dcm.contract.identity.HostName;
import dcm.contract.identity.IntentId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A move of an account's homes to another host that is in progress. The workers of both hosts follow it: they send and receive the homes
 * only in the step {@link Step#COPYING}.
 *
 * @param move the intent that began the move
 * @param homeMiB the size of the homes when the move began; 0 if it is not known
 * @param copiedMiB how much of the homes the new host has received in the current attempt
 * @param copiedAt when the new host last reported that; null before
 * @param problem why the last attempt to copy ended; null if none has failed, or a later one has progressed
 */
public record HomesMove(
        IntentId move,
        HostName from,
        HostName to,
        Instant begunAt,
        Step step,
        long homeMiB,
        long copiedMiB,
        @Nullable Instant copiedAt,
        @Nullable String problem) {

    /** The steps of a move, in their order. */
    public enum Step {
        /** The account's containers are stopped. */
        @JsonProperty("stopping")
        STOPPING,
        /** The homes are copied to the new host. */
        @JsonProperty("copying")
        COPYING,
        /** The new host has the homes; orders to the old host are completed. */
        @JsonProperty("completing")
        COMPLETING
    }

    /** Whether the homes are being copied from this host. */
    public boolean copiesFrom(HostName host) {
        return isCopying() && from.equals(host);
    }

    /** Whether the homes are being copied to this host. */
    public boolean copiesTo(HostName host) {
        return isCopying() && to.equals(host);
    }

    /** Whether the homes are being copied. */
    @JsonIgnore
    public boolean isCopying() {
        return step == Step.COPYING;
    }

    /** A copy in another step. */
    public HomesMove at(Step now) {
        return new HomesMove(move, from, to, begunAt, now, homeMiB, copiedMiB, copiedAt, null);
    }

    /** A copy after an attempt that failed for this reason. */
    public HomesMove failed(String nowProblem) {
        return new HomesMove(move, from, to, begunAt, step, homeMiB, copiedMiB, copiedAt, nowProblem);
    }

    /** A copy with this progress. */
    public HomesMove copied(long mebibytes, @Nullable String nowProblem, Instant at) {
        return new HomesMove(move, from, to, begunAt, step, homeMiB, mebibytes, at, nowProblem);
    }
}
