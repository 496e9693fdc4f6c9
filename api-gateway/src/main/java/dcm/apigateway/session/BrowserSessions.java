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
    private static final int MAX_SESSIONS = 5_000;
    private static final int MAX_PER_SUBJECT = 30;
    private static final Duration MAINTENANCE_PERIOD = Duration.ofSeconds(1);

    /** Shorter than the time for which a token that is due remains valid. */
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(10);

    private final SecureRandom random = new SecureRandom();
    private final Map<String, BrowserSession> sessions = new ConcurrentHashMap<>();
    private final Vertx vertx;
    private final Issuer issuer;
    private final Duration longest;
    private volatile Instant renewalsPausedUntil = Instant.MIN;

    /** @param longest the maximum age of a session */
    BrowserSessions(Vertx vertx, Issuer issuer, @ConfigProperty(name = "dcm.console.session-age") Duration longest) {
        this.vertx = vertx;
        this.issuer = issuer;
        this.longest = longest;
    }

    void start(@Observes StartupEvent event) {
        vertx.setPeriodic(MAINTENANCE_PERIOD.toMillis(), timer -> maintain());
    }

    /** Renews the tokens of sessions in use, and ends those that are too old. */
    private void maintain() {
        Instant now = Instant.now();
        for (BrowserSession session : sessions.values()) {
            if (!now.isBefore(session.expiresAt())) {
                end(session, SessionEnd.TOO_OLD);
            } else if (session.isInUse() && session.tokens().isDue(now) && !now.isBefore(renewalsPausedUntil)) {
                renewed(session, session.tokens()).onFailure(this::pauseRenewals);
            }
        }
    }

    /** Unless the issuer answered that the session is over. Users' requests still ask the issuer. */
    private void pauseRenewals(Throwable failure) {
        if (!(failure instanceof SessionEndedException)) {
            Log.debugf("tokens not renewed: reason=%s", failure);
            renewalsPausedUntil = Instant.now().plus(PAUSE_AFTER_FAILURE);
        }
    }

    /** Begins a session with tokens that were verified. */
    BrowserSession begin(AuthorizationCodeTokens tokens, BrowserClient client) {
        Instant now = Instant.now();
        JsonObject claims = TokenClaims.of(tokens.getIdToken());
        String subject = String.valueOf(claims.getString("sub"));
        evictOldest(subject);
        var session = new BrowserSession(
                randomId(),
                subject,
                claims.getString("sid"),
                now,
                now.plus(longest),
                SessionTokens.of(tokens, now),
                client);
        sessions.put(session.id(), session);
        return session;
    }

    /** Ends the oldest session of a subject, or of all, if there are too many. */
    private void evictOldest(String subject) {
        List<BrowserSession> own = of(subject);
        if (own.size() >= MAX_PER_SUBJECT) {
            endOldest(own);
        }
        if (sessions.size() >= MAX_SESSIONS) {
            endOldest(List.copyOf(sessions.values()));
        }
    }

    private void endOldest(List<BrowserSession> candidates) {
        candidates.stream()
                .min(Comparator.comparing(BrowserSession::expiresAt))
                .ifPresent(oldest -> end(oldest, SessionEnd.TOO_MANY));
    }

    /** The sessions of a user. */
    public List<BrowserSession> of(String subject) {
        return sessions.values().stream()
                .filter(session -> session.subject().equals(subject))
                .toList();
    }

    /** The session of the browser that sent a request, which counts as used; empty if it has none. */
    public Optional<BrowserSession> find(RoutingContext context) {
        Cookie cookie = context.request().getCookie(COOKIE);
        Optional<BrowserSession> session = cookie == null ? Optional.empty() : find(cookie.getValue());
        session.ifPresent(known -> known.used(BrowserClient.of(context.request())));
        return session;
    }

    Optional<BrowserSession> find(String id) {
        return Optional.ofNullable(sessions.get(id))
                .filter(session ->
                        session.endReason().isEmpty() && Instant.now().isBefore(session.expiresAt()));
    }

    /**
     * A valid access token of the session. Fails with a {@link SessionEndedException} if the sign-in is over, and otherwise if the
     * issuer does not answer.
     */
    public Future<String> accessToken(BrowserSession session) {
        Instant now = Instant.now();
        SessionTokens held = session.tokens();
        if (!held.isDue(now)) {
            return unlessEnded(session, held);
        }
        return renewed(session, held)
                .recover(failure -> failure instanceof SessionEndedException || held.isExpired(now)
                        ? Future.failedFuture(failure)
                        : Future.succeededFuture(held.access()));
    }

    /** The same, but another token than {@code refused}, which a service has refused. */
    public Future<String> renewed(BrowserSession session, String refused) {
        SessionTokens held = session.tokens();
        return held.access().equals(refused) ? renewed(session, held) : accessToken(session);
    }

    private Future<String> renewed(BrowserSession session, SessionTokens stale) {
        if (session.endReason().isPresent()) {
            return unlessEnded(session, stale);
        }
        return session.renew(stale, this::renewal)
                .compose(newer -> unlessEnded(session, newer))
                .recover(failure -> failure instanceof RefusedException
                        ? endAndFail(session, SessionEnd.REFUSED_BY_ISSUER)
                        : Future.failedFuture(failure));
    }

    private Future<SessionTokens> renewal(SessionTokens stale) {
        return stale.refresh() == null
                ? Future.failedFuture(new RefusedException())
                : issuer.refresh(stale.refresh()).map(newer -> stale.replacedBy(newer, Instant.now()));
    }

    private static Future<String> unlessEnded(BrowserSession session, SessionTokens tokens) {
        return session.endReason()
                .map(end -> Future.<String>failedFuture(new SessionEndedException(end)))
                .orElseGet(() -> Future.succeededFuture(tokens.access()));
    }

    private Future<String> endAndFail(BrowserSession session, SessionEnd reason) {
        end(session, reason);
        return Future.failedFuture(new SessionEndedException(session.endReason().orElse(reason)));
    }

    /** The sessions that have listeners. */
    public List<BrowserSession> inUse() {
        return sessions.values().stream().filter(BrowserSession::isInUse).toList();
    }

    /** Ends a session and notifies its listeners. */
    public void end(BrowserSession session, SessionEnd reason) {
        sessions.remove(session.id(), session);
        if (session.end(reason)) {
            Log.infof("session ended: subject=%s reason=%s", session.subject(), reason.reason());
        }
    }

    void endAll(Predicate<BrowserSession> which, SessionEnd reason) {
        sessions.values().stream().filter(which).forEach(session -> end(session, reason));
    }

    /**
     * Ends a session at the request of its user, who uses another one. Also ends its sign-in at the issuer, unless a session that
     * remains may be the same sign-in: the issuer would end it too.
     */
    public void endElsewhere(BrowserSession session) {
        end(session, SessionEnd.ENDED_ELSEWHERE);
        if (of(session.subject()).stream().noneMatch(session::mayShareSignIn)) {
            var ignored = issuer.endSession(session.tokens());
        }
    }

    /**
     * Signs the user out here and at the issuer, where the user may be signed in even if the session here has ended.
     *
     * @param origin of the console
     * @return the page at which the browser signs out at the issuer; empty if the issuer has none
     */
    public Future<Optional<String>> signOut(RoutingContext context, String origin) {
        return find(context)
                .map(session -> {
                    end(session, SessionEnd.SIGNED_OUT);
                    return issuer.endSession(session.tokens());
                })
                .orElseGet(Future::succeededFuture)
                .map(done -> issuer.endSessionPage(origin + "/console/"));
    }

    private String randomId() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
