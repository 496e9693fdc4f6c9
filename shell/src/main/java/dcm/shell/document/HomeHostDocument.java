package dcm.shell.document;

import dcm.contract.view.TransferState;

/** The answer to a request to move home directories. */
public record HomeHostDocument(String intent, String state) {
    /** Whether the home directories are on the requested host. */
    public boolean isDone() {
        return TransferState.DONE.is(state);
    }
}
