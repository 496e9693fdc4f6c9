package dcm.shell.document;

import dcm.contract.view.RemovalStepState;
import java.util.List;

/**
 * The progress of an account's removal.
 *
 * @param blockedReason what an administrator must do to continue the removal
 * @param endedAt empty until the removal is complete
 */
public record RemovalDocument(List<Step> steps, String blockedReason, String endedAt) {
    /** A step of the removal. */
    public record Step(String step, String state, List<String> waitingFor) {
        public boolean isInProgress() {
            return RemovalStepState.NOW.is(state);
        }
    }

    public boolean isComplete() {
        return !endedAt.isEmpty();
    }
}
