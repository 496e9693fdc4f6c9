package dcm.apigateway.session;

/** The sign-in of a session is over; its user must sign in again. */
public final class SessionOverException extends Exception {
    SessionOverException() {
        super("the session is over", null, false, false);
    }
}
