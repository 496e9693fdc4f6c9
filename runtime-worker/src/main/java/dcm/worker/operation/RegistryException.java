package dcm.worker.operation;

import dcm.contract.problem.ErrorCode;
import java.io.IOException;

/** A registry is not permitted, refused a request, or cannot be reached. The message is for the user. */
public final class RegistryException extends IOException {
    private final ErrorCode code;

    public RegistryException(ErrorCode code, String message) {
        super(message);
        this.code = code;
    }

    public ErrorCode code() {
        return code;
    }

    /** The message for the user. */
    public String message() {
        return String.valueOf(getMessage());
    }
}
