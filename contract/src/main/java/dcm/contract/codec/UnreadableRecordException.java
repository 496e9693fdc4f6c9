package dcm.contract.codec;

/**
 * Reports a record that this version of DCM cannot read: an unknown type or version, or a damaged record. The reader
 * must stop and never skip the record.
 */
public final class UnreadableRecordException extends RuntimeException {
    public UnreadableRecordException(String message) {
        super(message);
    }

    public UnreadableRecordException(String message, Throwable cause) {
        super(message, cause);
    }
}
