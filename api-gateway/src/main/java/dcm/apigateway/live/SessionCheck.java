package dcm.apigateway.live;

import dcm.apigateway.live.Upstream.StreamRequest;
import dcm.apigateway.session.BrowserSession;
import dcm.apigateway.session.BrowserSessions;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** Ends the live connections of sessions whose user may no longer use DCM: the gateway asks a service, which decides. */
@Singleton
class SessionCheck {
    private static final Duration INTERVAL = Duration.ofSeconds(30);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final String LOOPBACK = "127.0.0.1";

    private final Vertx vertx;
    private final Upstream upstream;
    private final BrowserSessions sessions;
    /** Guarded by this, as {@link #again}. */
    private final Set<BrowserSession> running = new HashSet<>();

    private final Set<BrowserSession> again = new HashSet<>();

    SessionCheck(Vertx vertx, Upstream upstream, BrowserSessions sessions) {
        this.vertx = vertx;
        this.upstream = upstream;
        this.sessions = sessions;
    }

    void start(@Observes StartupEvent event) {
        vertx.setPeriodic(INTERVAL.toMillis(), timer -> sessions.inUse().forEach(this::request));
    }

    /** Requests a check. Requests during a check are combined into one more. */
    void request(BrowserSession session) {
        if (!session.isInUse()) {
            return;
        }
        if (begins(session)) {
            Context context = vertx.getOrCreateContext();
            context.runOnContext(run -> check(context, session));
        }
    }

    private synchronized boolean begins(BrowserSession session) {
        boolean first = running.add(session);
        if (!first) {
            again.add(session);
        }
        return first;
    }

    /** Whether another check was requested meanwhile. */
    private synchronized boolean ends(BrowserSession session) {
        running.remove(session);
        return again.remove(session);
    }

    private void check(Context context, BrowserSession session) {
        upstream.open(context, session, new StreamRequest("/v1/me", null, LOOPBACK, TIMEOUT))
                .response()
                .onSuccess(response -> response.request().reset())
                .onComplete(result -> {
                    if (ends(session)) {
                        request(session);
                    }
                });
    }
}
