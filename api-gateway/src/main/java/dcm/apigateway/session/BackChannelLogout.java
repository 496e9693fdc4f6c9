package dcm.apigateway.session;

import io.quarkus.logging.Log;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Ends sessions when the issuer sends a logout token. Quarkus OIDC verifies the token and answers; alone, it would end a
 * session at its next request only.
 */
@Singleton
public class BackChannelLogout {
    /** Where the issuer sends logout tokens. */
    public static final String PATH = "/console/back-channel-logout";

    /** Before the handler of Quarkus OIDC. */
    private static final int BEFORE = -500_000;

    private static final int OK = 200;

    private final BrowserSessions sessions;

    BackChannelLogout(BrowserSessions sessions) {
        this.sessions = sessions;
    }

    void open(@Observes Router router) {
        router.post(PATH).order(BEFORE).handler(context -> {
            context.addEndHandler(sent -> endSessions(context));
            context.next();
        });
    }

    private void endSessions(RoutingContext context) {
        String token = context.request().formAttributes().get("logout_token");
        // The answer is 200 only if the token was valid.
        if (token == null || context.response().getStatusCode() != OK) {
            Log.infof("logout token rejected: status=%d", context.response().getStatusCode());
            return;
        }
        JsonObject claims = BrowserSessions.claims(token);
        String subject = claims.getString("sub");
        String issuerSession = claims.getString("sid");
        sessions.endAll(session -> session.isMeant(subject, issuerSession), SessionEnd.ENDED_BY_ISSUER);
    }
}
