package dcm.apigateway.session;

import io.quarkus.logging.Log;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Ends sessions when the issuer sends a logout token (OpenID Connect Back-Channel Logout 1.0). Quarkus OIDC could receive it, but
 * would end a session at its next request only, and needs one fixed claim, while a token may have {@code sub} or {@code sid}.
 */
@Singleton
public class BackChannelLogout {
    /** Where the issuer sends logout tokens. */
    public static final String PATH = "/console/back-channel-logout";

    /** Before anything else reads the body. */
    private static final int BEFORE = -500_000;

    private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;

    private final BrowserSessions sessions;
    private final Issuer issuer;

    BackChannelLogout(BrowserSessions sessions, Issuer issuer) {
        this.sessions = sessions;
        this.issuer = issuer;
    }

    void open(@Observes Router router) {
        router.post(PATH).order(BEFORE).handler(this::receive);
    }

    private void receive(RoutingContext context) {
        HttpServerRequest request = context.request();
        request.setExpectMultipart(true)
                .exceptionHandler(failure -> answer(context, BAD_REQUEST))
                .endHandler(end -> verify(request.formAttributes().get("logout_token"))
                        .onSuccess(claims -> {
                            endSessions(claims);
                            answer(context, OK);
                        })
                        .onFailure(failure -> {
                            Log.infof("logout token rejected: reason=%s", failure.getMessage());
                            answer(context, BAD_REQUEST);
                        }));
        request.resume();
    }

    private Future<JsonObject> verify(@Nullable String token) {
        if (token == null) {
            return Future.failedFuture("the request has no logout_token");
        }
        return issuer.verifyLogoutToken(token)
                .compose(claims -> isLogout(claims)
                        ? Future.succeededFuture(claims)
                        : Future.failedFuture("the token is not a logout token"));
    }

    private static boolean isLogout(JsonObject claims) {
        return claims.getMap().get("events") instanceof Map<?, ?> events
                && events.containsKey(EVENT)
                && !claims.containsKey("nonce")
                && (text(claims, "sub") != null || text(claims, "sid") != null);
    }

    private void endSessions(JsonObject claims) {
        String subject = text(claims, "sub");
        String issuerSession = text(claims, "sid");
        sessions.endAll(session -> session.matchesLogout(subject, issuerSession), SessionEnd.ENDED_BY_ISSUER);
    }

    private static @Nullable String text(JsonObject claims, String name) {
        return claims.getValue(name) instanceof String text ? text : null;
    }

    private static void answer(RoutingContext context, int status) {
        if (!context.response().ended()) {
            context.response()
                    .setStatusCode(status)
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                    .end();
        }
    }
}
