package dcm.apigateway.session;

import dcm.apigateway.Routes;
import io.netty.handler.codec.http.cookie.ServerCookieDecoder;
import io.quarkus.logging.Log;
import io.quarkus.oidc.runtime.OidcUtils;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.security.Key;
import java.util.List;
import java.util.Optional;

/** The cookies of sign-ins that are not complete, one for each: Quarkus OIDC makes them. */
final class SignInCookies {
    private static final String PREFIX = OidcUtils.STATE_COOKIE_NAME;
    /** Before the encrypted part of the value. */
    private static final String DELIMITER = "|";
    /** Together they must remain far below the limit of a request's headers. */
    private static final int MAX_COOKIES = 10;

    private SignInCookies() {}

    static boolean isAny(RoutingContext context) {
        return !names(context).isEmpty();
    }

    /** Removes the oldest if there are too many, for example of tabs in which nobody completed the sign-in. */
    static void removeIfTooMany(RoutingContext context) {
        // Browsers send older cookies first (RFC 6265, section 5.4).
        List<String> names = names(context);
        names.subList(0, Math.max(0, names.size() - MAX_COOKIES)).forEach(name -> remove(context, name));
    }

    /** Removes the cookie of the sign-in that the issuer now completes. */
    static void removeCompleted(RoutingContext context) {
        completed(context).ifPresent(cookie -> remove(context, cookie.getName()));
    }

    /**
     * The path for which the sign-in was begun that the issuer now completes; empty if its cookie is missing.
     *
     * @param key with which Quarkus OIDC encrypts these cookies
     */
    static Optional<String> requestedPath(RoutingContext context, Key key) {
        return completed(context)
                .map(Cookie::getValue)
                .filter(value -> value.contains(DELIMITER))
                .flatMap(value -> restoredPath(value.substring(value.indexOf(DELIMITER) + 1), key));
    }

    private static Optional<String> restoredPath(String encrypted, Key key) {
        try {
            return Optional.ofNullable(
                    OidcUtils.decryptJson(encrypted, key).getString(OidcUtils.STATE_COOKIE_RESTORE_PATH));
        } catch (Exception e) { // the method declares no other
            Log.debugf("cookie of a sign-in not readable: reason=%s", e.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<Cookie> completed(RoutingContext context) {
        return Optional.ofNullable(context.request().getParam("state"))
                .map(state -> context.request().getCookie(PREFIX + "_" + state));
    }

    private static void remove(RoutingContext context, String name) {
        context.response()
                .addCookie(Cookie.cookie(name, "")
                        .setPath(Routes.CONSOLE)
                        .setMaxAge(0)
                        .setHttpOnly(true));
    }

    /** In the order in which the browser sends them, which Vert.x does not keep. */
    private static List<String> names(RoutingContext context) {
        String header = context.request().getHeader(HttpHeaders.COOKIE);
        return header == null
                ? List.of()
                : ServerCookieDecoder.LAX.decodeAll(header).stream()
                        .map(io.netty.handler.codec.http.cookie.Cookie::name)
                        .filter(name -> name.startsWith(PREFIX))
                        .toList();
    }
}
