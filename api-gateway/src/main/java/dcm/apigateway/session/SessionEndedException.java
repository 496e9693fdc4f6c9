package dcm.apigateway.session;

/** The session has ended; its user must sign in again. */
public final class SessionEndedException extends Exception {
    private final transient SessionEnd end;

    SessionEndedException(SessionEnd end) {
        super("the session has ended", null, false, false);
        this.end = end;
    }

    /** Why the session has ended. */
    public SessionEnd end() {
        return end;
    }
}
