package dcm.apigateway.session;

/** The sign-in of a session is over; its user must sign in again. */
public final class SessionOverException extends Exception {
    private final transient SessionEnd end;

    SessionOverException(SessionEnd end) {
        super("the session is over", null, false, false);
        this.end = end;
    }

    /** Why it is over. */
    public SessionEnd end() {
        return end;
    }
}
