package dcm.apigateway.session;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A user's sign-in in one browser. Thread-safe. */
public final class BrowserSession {
    private final String id;
    private final String subject;
    private final @Nullable String issuerSession;
    private final UUID publicId = UUID.randomUUID();
    private final Instant startedAt;
    private final Instant expiresAt;
    /** Guarded by this, as {@link #endReason} and {@link #renewing}. */
    private final Set<SessionListener> listeners = new HashSet<>();

    private @Nullable SessionEnd endReason;
    private volatile SessionTokens tokens;
    private volatile BrowserClient client;
    private volatile Instant lastUsedAt;
    private @Nullable Future<SessionTokens> renewing;

    /**
     * @param id the value of the browser's cookie
     * @param subject the user's {@code sub} at the issuer
     * @param issuerSession the issuer's {@code sid}; null if the issuer has none
     * @param startedAt when the user signed in
     * @param expiresAt when the session ends even if it is in use
     * @param client the browser that signed in
     */
    BrowserSession(
            String id,
            String subject,
            @Nullable String issuerSession,
            Instant startedAt,
            Instant expiresAt,
            SessionTokens tokens,
            BrowserClient client) {
        this.id = id;
        this.subject = subject;
        this.issuerSession = issuerSession;
        this.startedAt = startedAt;
        this.expiresAt = expiresAt;
        this.tokens = tokens;
        this.client = client;
        this.lastUsedAt = startedAt;
    }

    String id() {
        return id;
    }

    /** The user's {@code sub} at the issuer. */
    public String subject() {
        return subject;
    }

    /** Identifies the session to its user. Unlike the cookie's value, it gives no access. */
    public UUID publicId() {
        return publicId;
    }

    /** When the user signed in. */
    public Instant startedAt() {
        return startedAt;
    }

    /** The browser as of its last request. */
    public BrowserClient client() {
        return client;
    }

    /** When the browser sent its last request, or closed its last tab. */
    public Instant lastUsedAt() {
        return lastUsedAt;
    }

    /** Records a request of the browser. */
    void used(BrowserClient sender) {
        client = sender;
        lastUsedAt = Instant.now();
    }

    /** When the session ends even if it is in use. */
    public Instant expiresAt() {
        return expiresAt;
    }

    SessionTokens tokens() {
        return tokens;
    }

    /** Whether both sessions may be one sign-in at the issuer, which does not have to identify its sign-ins. */
    boolean mayShareSignIn(BrowserSession other) {
        return issuerSession == null || issuerSession.equals(other.issuerSession);
    }

    /** Whether a logout token with these claims is for this session. */
    boolean matchesLogout(@Nullable String logoutSubject, @Nullable String logoutSession) {
        if (logoutSession != null && issuerSession != null) {
            return logoutSession.equals(issuerSession);
        }
        return subject.equals(logoutSubject);
    }

    /**
     * Adds a listener. The session counts as in use until the listener is removed. If the session has ended, notifies the listener
     * immediately.
     */
    public void add(SessionListener listener) {
        Optional<SessionEnd> known;
        synchronized (this) {
            known = endReason();
            if (known.isEmpty()) {
                listeners.add(listener);
            }
        }
        known.ifPresent(listener::ended);
    }

    /** Removes a listener. */
    public synchronized void remove(SessionListener listener) {
        listeners.remove(listener);
        lastUsedAt = Instant.now();
    }

    /** Whether there is a listener. */
    public synchronized boolean isInUse() {
        return !listeners.isEmpty();
    }

    /** Why the session ended; empty while it lasts. */
    synchronized Optional<SessionEnd> endReason() {
        return Optional.ofNullable(endReason);
    }

    /**
     * Ends the session, notifies all listeners and removes them.
     *
     * @return false if it had ended before
     */
    boolean end(SessionEnd reason) {
        List<SessionListener> all;
        synchronized (this) {
            if (endReason != null) {
                return false;
            }
            endReason = reason;
            all = List.copyOf(listeners);
            listeners.clear();
        }
        all.forEach(listener -> listener.ended(reason));
        return true;
    }

    /**
     * Replaces {@code stale} by the tokens of {@code renewal}, unless this has happened already. Concurrent callers share one renewal:
     * a refresh token may be valid only once.
     */
    Future<SessionTokens> renew(SessionTokens stale, Function<SessionTokens, Future<SessionTokens>> renewal) {
        Future<SessionTokens> started;
        synchronized (this) {
            if (renewing != null) {
                return renewing;
            }
            if (!tokens.equals(stale)) {
                return Future.succeededFuture(tokens);
            }
            started = renewal.apply(stale).map(newer -> {
                tokens = newer;
                return newer;
            });
            renewing = started;
        }
        started.onComplete(result -> {
            synchronized (this) {
                renewing = null;
            }
        });
        return started;
    }
}
