package dcm.apigateway.session;

import dcm.apigateway.session.Issuer.RefusedException;
import io.quarkus.logging.Log;
import io.quarkus.oidc.AuthorizationCodeTokens;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.Cookie;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The browser sessions, in memory. Thread-safe. */
@Singleton
public class BrowserSessions {
    /** As Quarkus OIDC names it for the default tenant. */
    public static final String COOKIE = "q_session";

    private static final int ID_BYTES = 32;
    private static final int MOST = 5_000;
    private static final int MOST_PER_SUBJECT = 30;
    private static final Duration UPKEEP = Duration.ofSeconds(1);

    private final SecureRandom random = new SecureRandom();
    private final Map<String, BrowserSession> sessions = new ConcurrentHashMap<>();
    private final Vertx vertx;
    private final Issuer issuer;
    private final Duration longest;

    /** @param longest the maximum age of a session */
    BrowserSessions(Vertx vertx, Issuer issuer, @ConfigProperty(name = "dcm.console.session-age") Duration longest) {
        this.vertx = vertx;
        this.issuer = issuer;
        this.longest = longest;
    }

    void start(@Observes StartupEvent event) {
        vertx.setPeriodic(UPKEEP.toMillis(), timer -> maintain());
    }

    /** Renews the tokens of sessions in use, and ends those that are too old. */
    private void maintain() {
        Instant now = Instant.now();
        for (BrowserSession session : sessions.values()) {
            if (!now.isBefore(session.end())) {
                end(session, SessionEnd.TOO_OLD);
            } else if (session.isInUse() && session.tokens().isDue(now)) {
                accessToken(session).onFailure(failure -> Log.debugf("tokens not renewed: reason=%s", failure));
            }
        }
    }

    /** Begins a session with tokens that were verified. */
    BrowserSession begin(AuthorizationCodeTokens tokens) {
        Instant now = Instant.now();
        JsonObject claims = claims(tokens.getIdToken());
        String subject = String.valueOf(claims.getString("sub"));
        requireRoom(subject);
        var session = new BrowserSession(
                randomId(), subject, claims.getString("sid"), now.plus(longest), SessionTokens.of(tokens, now));
        sessions.put(session.id(), session);
        return session;
    }

    /** Ends the oldest session of a subject, or of all, if there are too many. */
    private void requireRoom(String subject) {
        List<BrowserSession> own = sessions.values().stream()
                .filter(session -> session.subject().equals(subject))
                .toList();
        if (own.size() >= MOST_PER_SUBJECT) {
            endOldest(own);
        }
        if (sessions.size() >= MOST) {
            endOldest(List.copyOf(sessions.values()));
        }
    }

    private void endOldest(List<BrowserSession> some) {
        some.stream()
                .min(Comparator.comparing(BrowserSession::end))
                .ifPresent(oldest -> end(oldest, SessionEnd.TOO_MANY));
    }

    /** The session of the browser that sent a request; empty if it has none. */
    public Optional<BrowserSession> find(RoutingContext context) {
        Cookie cookie = context.request().getCookie(COOKIE);
        return cookie == null ? Optional.empty() : find(cookie.getValue());
    }

    Optional<BrowserSession> find(String id) {
        return Optional.ofNullable(sessions.get(id))
                .filter(session -> Instant.now().isBefore(session.end()));
    }

    /**
     * A valid access token of the session. Fails with a {@link SessionOverException} if the sign-in is over, and otherwise if the
     * issuer does not answer.
     */
    public Future<String> accessToken(BrowserSession session) {
        Instant now = Instant.now();
        if (!session.tokens().isDue(now)) {
            return Future.succeededFuture(session.tokens().access());
        }
        return renewed(session)
                .recover(failure -> failure instanceof SessionOverException
                                || session.tokens().isExpired(now)
                        ? Future.failedFuture(failure)
                        : Future.succeededFuture(session.tokens().access()));
    }

    /** The same, but always a new token, because a service has refused the last one. */
    public Future<String> renewed(BrowserSession session) {
        String refresh = session.tokens().refresh();
        if (refresh == null) {
            return Future.failedFuture(over(session));
        }
        return session.renew(() ->
                        issuer.refresh(refresh).map(newer -> session.tokens().replacedBy(newer, Instant.now())))
                .map(SessionTokens::access)
                .recover(failure -> Future.failedFuture(failure instanceof RefusedException ? over(session) : failure));
    }

    private SessionOverException over(BrowserSession session) {
        end(session, SessionEnd.REFUSED_BY_ISSUER);
        return new SessionOverException();
    }

    /** The sessions that have listeners. */
    public List<BrowserSession> inUse() {
        return sessions.values().stream().filter(BrowserSession::isInUse).toList();
    }

    /** Ends a session and notifies its listeners. */
    void end(BrowserSession session, SessionEnd reason) {
        if (sessions.remove(session.id(), session)) {
            Log.infof("session ended: subject=%s reason=%s", session.subject(), reason.reason());
            session.end(reason);
        }
    }

    void endAll(Predicate<BrowserSession> which, SessionEnd reason) {
        sessions.values().stream().filter(which).forEach(session -> end(session, reason));
    }

    /**
     * Signs the user out here and at the issuer.
     *
     * @param origin of the console
     * @return the page at which the browser signs out at the issuer; empty if the issuer has none
     */
    public Future<Optional<String>> signOut(BrowserSession session, String origin) {
        end(session, SessionEnd.SIGNED_OUT);
        return issuer.endSession(session.tokens()).map(done -> issuer.endSessionPage(origin + "/console/"));
    }

    private String randomId() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The claims of a token that Quarkus OIDC has verified. */
    static JsonObject claims(String token) {
        String[] parts = token.split("\\.", -1);
        return parts.length < 2
                ? new JsonObject()
                : new JsonObject(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8));
    }
}
