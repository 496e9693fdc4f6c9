package dcm.auditor.finding;

/** The audit is not possible because a part of the installation does not answer. */
public final class AuditFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public AuditFailure(String message) {
        super(message);
    }

    public AuditFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
