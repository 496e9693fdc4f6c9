package dcm.kafka.archive;

/** The archive of the log is damaged, incomplete, or cannot be read or written. */
public final class LogArchiveException extends RuntimeException {
    public LogArchiveException(String message) {
        super(message);
    }

    public LogArchiveException(String message, Throwable cause) {
        super(message, cause);
    }
}
