package dcm.apigateway.session;

import dcm.apigateway.Routes;
import io.vertx.core.http.Cookie;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** The cookies of sign-ins that are not complete, one for each: Quarkus OIDC makes them. */
final class SignInCookies {
    private static final String PREFIX = "q_auth";
    /** Together they must remain far below the limit of a request's headers. */
    private static final int MOST = 10;

    private SignInCookies() {}

    static boolean isAny(RoutingContext context) {
        return !names(context).isEmpty();
    }

    /** Removes all if there are too many, for example of tabs in which nobody completed the sign-in. */
    static void removeIfTooMany(RoutingContext context) {
        List<String> names = names(context);
        if (names.size() > MOST) {
            names.forEach(name -> context.response()
                    .addCookie(Cookie.cookie(name, "")
                            .setPath(Routes.CONSOLE)
                            .setMaxAge(0)
                            .setHttpOnly(true)));
        }
    }

    private static List<String> names(RoutingContext context) {
        return context.request().cookies().stream()
                .map(Cookie::getName)
                .filter(name -> name.startsWith(PREFIX))
                .toList();
    }
}
