package dcm.shell.document;

import dcm.contract.view.TransferState;

/**
 * The result of a transfer.
 *
 * @param problem why the receiver's container does not run; empty if there is no problem
 */
public record TransferDocument(String state, String problem) {
    public boolean isDone() {
        return TransferState.DONE.is(state);
    }

    public boolean hasProblem() {
        return !problem.isEmpty();
    }
}
