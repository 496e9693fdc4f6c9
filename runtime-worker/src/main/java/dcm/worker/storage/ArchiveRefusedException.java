package dcm.worker.storage;

import dcm.contract.problem.ErrorCode;

/** Homes cannot be received. Another attempt would fail, too. */
public final class ArchiveRefusedException extends Exception {
    private static final long serialVersionUID = 1;

    private final ErrorCode code;

    ArchiveRefusedException(ErrorCode code, String message) {
        super(message);
        this.code = code;
    }

    /** The kind of failure. */
    public ErrorCode code() {
        return code;
    }
}
