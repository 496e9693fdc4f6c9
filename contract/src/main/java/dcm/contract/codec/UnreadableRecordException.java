package dcm.contract.codec;

/** A record that this version of DCM cannot read: an unknown type or version, or damage. It must stop its reader, never be skipped. */
public final class UnreadableRecordException extends RuntimeException {
    public UnreadableRecordException(String message) {
        super(message);
    }

    public UnreadableRecordException(String message, Throwable cause) {
        super(message, cause);
    }
}
