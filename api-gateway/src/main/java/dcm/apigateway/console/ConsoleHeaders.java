package dcm.apigateway.console;

import dcm.apigateway.Routes;
import dcm.apigateway.session.BrowserSessions;
import io.vertx.core.MultiMap;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;

/** The security headers of all answers below {@code /console}. */
final class ConsoleHeaders {
    private static final String POLICY_WITHOUT_PAGE = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'";

    private static final String PERMISSIONS =
            "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(),"
                    + " magnetometer=(), microphone=(), midi=(), payment=(), usb=()";

    private static final List<String> CORS = List.of(
            "Access-Control-Allow-Origin",
            "Access-Control-Allow-Credentials",
            "Access-Control-Allow-Methods",
            "Access-Control-Allow-Headers",
            "Access-Control-Expose-Headers",
            "Access-Control-Max-Age");

    private ConsoleHeaders() {}

    /** The headers of every answer. A page replaces the policy. */
    static void add(HttpServerResponse response) {
        response.putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "same-origin")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin")
                .putHeader("Permissions-Policy", PERMISSIONS)
                .putHeader("X-Frame-Options", "DENY")
                .putHeader("Content-Security-Policy", POLICY_WITHOUT_PAGE);
    }

    /** The policy of the console's page. {@code nonce} permits the style elements that have it. */
    static void addPagePolicy(HttpServerResponse response, String nonce) {
        response.putHeader(
                "Content-Security-Policy",
                "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-" + nonce
                        + "'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none';"
                        + " frame-ancestors 'none'; require-trusted-types-for 'script'");
    }

    /** Removes the cookie of the session from the browser. */
    static void removeSessionCookie(HttpServerResponse response) {
        response.addCookie(Cookie.cookie(BrowserSessions.COOKIE, "")
                .setPath(Routes.CONSOLE)
                .setMaxAge(0)
                .setHttpOnly(true)
                .setSameSite(CookieSameSite.LAX));
    }

    /** Other origins may never use the console, even if they may use the API. */
    static void removeCors(MultiMap headers) {
        CORS.forEach(headers::remove);
    }
}
