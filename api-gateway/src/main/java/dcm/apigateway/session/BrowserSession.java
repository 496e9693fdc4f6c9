package dcm.apigateway.session;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A user's sign-in in one browser. Thread-safe. */
public final class BrowserSession {
    private final String id;
    private final String subject;
    private final @Nullable String issuerSession;
    private final Instant end;
    private final Set<SessionListener> listeners = ConcurrentHashMap.newKeySet();
    private volatile SessionTokens tokens;
    private @Nullable Future<SessionTokens> renewing;

    /**
     * @param id the value of the browser's cookie
     * @param subject the user's {@code sub} at the issuer
     * @param issuerSession the issuer's {@code sid}; null if the issuer has none
     * @param end when the session ends even if it is in use
     */
    BrowserSession(String id, String subject, @Nullable String issuerSession, Instant end, SessionTokens tokens) {
        this.id = id;
        this.subject = subject;
        this.issuerSession = issuerSession;
        this.end = end;
        this.tokens = tokens;
    }

    String id() {
        return id;
    }

    /** The user's {@code sub} at the issuer. */
    public String subject() {
        return subject;
    }

    /** When the session ends even if it is in use. */
    public Instant end() {
        return end;
    }

    SessionTokens tokens() {
        return tokens;
    }

    /** Whether a logout token with these claims means this session. */
    boolean isMeant(@Nullable String logoutSubject, @Nullable String logoutSession) {
        if (logoutSession != null && issuerSession != null) {
            return logoutSession.equals(issuerSession);
        }
        return subject.equals(logoutSubject);
    }

    /** Adds a listener, which is in use of the session until it is removed. */
    public void add(SessionListener listener) {
        listeners.add(listener);
    }

    /** Removes a listener. */
    public void remove(SessionListener listener) {
        listeners.remove(listener);
    }

    /** Whether there is a listener. */
    public boolean isInUse() {
        return !listeners.isEmpty();
    }

    /** Notifies all listeners of the end and removes them. */
    public void end(SessionEnd reason) {
        List<SessionListener> all = List.copyOf(listeners);
        all.forEach(listeners::remove);
        all.forEach(listener -> listener.ended(reason));
    }

    /** Runs {@code renewal} and keeps its tokens. Concurrent callers share one renewal: a refresh token may be valid only once. */
    Future<SessionTokens> renew(Supplier<Future<SessionTokens>> renewal) {
        Future<SessionTokens> started;
        synchronized (this) {
            if (renewing != null) {
                return renewing;
            }
            started = renewal.get().onSuccess(newer -> tokens = newer);
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
