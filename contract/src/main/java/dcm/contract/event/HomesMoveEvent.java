package dcm.contract.event;

import dcm.contract.identity.ContainerId;
import dcm.contract.identity.HostName;
import dcm.contract.identity.HostPartition;
import dcm.contract.identity.IntentId;
import dcm.contract.problem.ErrorCode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Events about the move of an account's homes to another host. Until {@link HomesMoved}, the old host's homes are the valid ones. */
public sealed interface HomesMoveEvent extends OwnerEvent {

    @Override
    default boolean endsIntent() {
        return false;
    }

    /**
     * The move began. The orders that stop the running containers follow.
     *
     * @param running the containers that run again after the move
     * @param mebibytes the size of the homes; 0 if it is not known
     */
    record HomesMoveBegun(IntentId intent, HostName from, HostPartition to, List<ContainerId> running, long mebibytes)
            implements HomesMoveEvent {
        public HomesMoveBegun {
            running = List.copyOf(running);
        }
    }

    /** All containers are stopped, and the copy to the new host began. */
    record HomesCopyBegun(IntentId intent) implements HomesMoveEvent {}

    /**
     * The new host has received more, or an attempt to copy failed and is repeated.
     *
     * @param mebibytes received in the current attempt
     * @param problem why the attempt failed; null if it did not
     */
    record HomesCopyProgressed(
            IntentId intent, long mebibytes, @Nullable String problem) implements HomesMoveEvent {}

    /**
     * The old host could not read the homes. The attempt to copy them is repeated.
     *
     * @param problem the reason that the host gives
     */
    record HomesReadFailed(IntentId intent, String problem) implements HomesMoveEvent {}

    /** The new host has all of the homes. */
    record HomesReceived(IntentId intent, long bytes, long files) implements HomesMoveEvent {}

    /**
     * The homes are those on the new host. The old host deletes its copy and its containers; intents that recreate the containers on the
     * new host follow. If {@code from} equals {@code to}, nothing was to be done.
     *
     * @param containers the containers that the old host removes; also those that the owner removed during the move, which are not
     *     recreated
     * @param running the containers that ran before
     */
    record HomesMoved(
            IntentId intent, HostName from, HostName to, List<ContainerId> containers, List<ContainerId> running)
            implements HomesMoveEvent {
        public HomesMoved {
            containers = List.copyOf(containers);
            running = List.copyOf(running);
        }

        @Override
        public boolean endsIntent() {
            return true;
        }
    }

    /**
     * The move failed or was cancelled. The homes stay on the old host; the new one deletes what it has received.
     *
     * @param to the new host
     * @param numbers the values that a rule compared; usually empty
     */
    record HomesMoveFailed(IntentId intent, HostName to, ErrorCode code, String detail, Map<String, Long> numbers)
            implements HomesMoveEvent, IntentFailure {
        public HomesMoveFailed {
            numbers = Map.copyOf(numbers);
        }

        @Override
        public boolean endsIntent() {
            return true;
        }
    }

    /**
     * The cancellation was accepted. {@link HomesMoveFailed} follows.
     *
     * @param move the intent that began the move
     */
    record HomesMoveCancelled(IntentId intent, IntentId move) implements HomesMoveEvent {
        @Override
        public boolean endsIntent() {
            return true;
        }
    }

    /**
     * The move to this host was requested again while it is in progress, so nothing was to be done.
     *
     * @param move the intent that began the move
     */
    record HomesMoveRequestedAgain(IntentId intent, IntentId move) implements HomesMoveEvent {
        @Override
        public boolean endsIntent() {
            return true;
        }
    }

    /** A host that has the homes no longer, or to which a move failed, confirmed that it has nothing left of them, or was removed. */
    record FormerHomesRemoved(HostName host) implements HomesMoveEvent {
        @Override
        public @Nullable IntentId intent() {
            return null;
        }
    }
}
