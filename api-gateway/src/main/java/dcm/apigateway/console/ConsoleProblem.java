package dcm.apigateway.console;

import dcm.apigateway.GatewayProblem;

/** The problems of the web console's requests. */
final class ConsoleProblem {
    private ConsoleProblem() {}

    static GatewayProblem noSession() {
        return new GatewayProblem(
                401,
                "no-session",
                "You are not signed in",
                "Your browser has no session at DCM, or it has ended. To sign in, open /console/.");
    }

    static GatewayProblem crossSite() {
        return new GatewayProblem(
                403,
                "cross-site-request",
                "The request does not come from the web console",
                "A request that changes something needs the header X-DCM-Console: 1, and Sec-Fetch-Site: same-origin or"
                        + " the console's own Origin. Programs use /v1 with an access token.");
    }

    static GatewayProblem crossSiteSocket() {
        return new GatewayProblem(
                403,
                "cross-site-request",
                "The request does not come from the web console",
                "A WebSocket needs the subprotocol dcm-console-1, and Sec-Fetch-Site: same-origin or the console's own"
                        + " Origin.");
    }

    static GatewayProblem notConfigured() {
        return new GatewayProblem(
                503,
                "console-not-configured",
                "The web console is not configured",
                "The issuer's client for the web console is not configured. An administrator sets"
                        + " DCM_CONSOLE_CLIENT_ID and DCM_CONSOLE_CLIENT_SECRET. The API and the SSH gateway work without"
                        + " them.");
    }

    static GatewayProblem notInstalled() {
        return new GatewayProblem(
                503,
                "console-not-installed",
                "The web console is not installed",
                "This build of the API gateway does not contain the files of the web console.");
    }

    static GatewayProblem signInRefused() {
        return new GatewayProblem(
                401,
                "sign-in-failed",
                "The sign-in has failed",
                "The issuer did not complete your sign-in. Try again.");
    }

    static GatewayProblem signInWithoutCookie() {
        return new GatewayProblem(
                400,
                "sign-in-without-cookie",
                "The sign-in cannot be completed",
                "The sign-in took too long, or the browser does not accept cookies. The console needs them.");
    }

    static GatewayProblem signInNotAccepted() {
        return new GatewayProblem(
                403,
                "sign-in-not-accepted",
                "DCM does not accept your sign-in",
                "The services of DCM rejected your access token, even after it was renewed. Sign out and sign in"
                        + " again. If the error persists, contact an administrator: the issuer, the"
                        + " audience or a clock may be set differently for the services.");
    }

    static GatewayProblem notASocket() {
        return GatewayProblem.badRequest("This resource is a WebSocket; the request is not an upgrade to one.");
    }
}
