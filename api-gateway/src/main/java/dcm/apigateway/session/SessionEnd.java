package dcm.apigateway.session;

/**
 * Why a browser session, or its live connections, ended.
 *
 * @param reason a fixed word for programs
 * @param detail a sentence for the user
 */
public record SessionEnd(String reason, String detail) {
    static final SessionEnd REPLACED = new SessionEnd("replaced", "You have signed in again in this browser.");

    /** The issuer has sent a back-channel logout. */
    static final SessionEnd ENDED_BY_ISSUER =
            new SessionEnd("signed-out", "Your sign-in at the issuer has ended. Sign in again.");

    static final SessionEnd REFUSED_BY_ISSUER =
            new SessionEnd("expired", "The issuer does not extend your sign-in. Sign in again.");

    /** The services do not accept new access tokens of the sign-in. */
    public static final SessionEnd REFUSED_BY_SERVICE =
            new SessionEnd("sign-in-not-accepted", "The services of DCM do not accept your sign-in.");

    static final SessionEnd TOO_OLD =
            new SessionEnd("expired", "Your session has reached its maximum age. Sign in again.");

    static final SessionEnd TOO_MANY = new SessionEnd(
            "too-many-sessions", "DCM ended this session because there were too many sessions. Sign in again.");

    static final SessionEnd ENDED_ELSEWHERE =
            new SessionEnd("ended-elsewhere", "You have ended this session in another browser. Sign in again.");

    /** The user has signed out. */
    public static final SessionEnd SIGNED_OUT = new SessionEnd("signed-out", "You have signed out.");
}
