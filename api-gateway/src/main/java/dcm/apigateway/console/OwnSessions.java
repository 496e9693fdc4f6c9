package dcm.apigateway.console;

import dcm.apigateway.GatewayProblem;
import dcm.apigateway.session.BrowserSession;
import dcm.apigateway.session.BrowserSessions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows a user's browser sessions, and ends those that the user does not use now. Thread-safe. */
@Singleton
class OwnSessions {
    private static final int NO_CONTENT = 204;

    private final BrowserSessions sessions;

    OwnSessions(BrowserSessions sessions) {
        this.sessions = sessions;
    }

    /** Answers with all sessions, the newest first. */
    void list(RoutingContext context, BrowserSession current) {
        var items = new JsonArray();
        sessions.of(current.subject()).stream()
                .sorted(Comparator.comparing(BrowserSession::startedAt).reversed())
                .forEach(session -> items.add(document(session, session.equals(current))));
        response(context)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(new JsonObject().put("items", items).toBuffer());
    }

    private static JsonObject document(BrowserSession session, boolean current) {
        return new JsonObject()
                .put("id", session.publicId().toString())
                .put("current", current)
                .put("open", session.isInUse())
                .put("address", session.client().address())
                .put("userAgent", session.client().userAgent())
                .put("startedAt", session.startedAt().toString())
                .put("lastUsedAt", session.lastUsedAt().toString())
                .put("expiresAt", session.expiresAt().toString());
    }

    /** Ends the session with the id in the path, which may be missing. The current one ends by signing out. */
    void end(RoutingContext context, BrowserSession current) {
        @Nullable String id = context.pathParam("id");
        others(current).stream()
                .filter(session -> session.publicId().toString().equals(id))
                .findFirst()
                .ifPresentOrElse(
                        session -> {
                            sessions.endElsewhere(session);
                            response(context).setStatusCode(NO_CONTENT).end();
                        },
                        () -> GatewayProblem.notFound(
                                        "You have no other browser session with this id. It may have ended.")
                                .send(context.response()));
    }

    /** Ends all sessions except the current one. */
    void endOthers(RoutingContext context, BrowserSession current) {
        others(current).forEach(sessions::endElsewhere);
        response(context).setStatusCode(NO_CONTENT).end();
    }

    private List<BrowserSession> others(BrowserSession current) {
        return sessions.of(current.subject()).stream()
                .filter(session -> !session.equals(current))
                .toList();
    }

    private static HttpServerResponse response(RoutingContext context) {
        return context.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    }
}
