package dcm.apigateway.live;

import dcm.apigateway.live.Upstream.Wanted;
import dcm.apigateway.session.BrowserSession;
import dcm.apigateway.session.BrowserSessions;
import dcm.apigateway.session.SessionEnd;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Ends the live connections of sessions whose user may no longer use DCM: the gateway asks a service, which decides. */
@Singleton
class SessionCheck {
    private static final Duration INTERVAL = Duration.ofSeconds(30);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final String LOOPBACK = "127.0.0.1";

    private final Vertx vertx;
    private final Upstream upstream;
    private final BrowserSessions sessions;
    private final Set<BrowserSession> running = ConcurrentHashMap.newKeySet();
    private final Set<BrowserSession> again = ConcurrentHashMap.newKeySet();

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
        if (running.add(session)) {
            Context context = vertx.getOrCreateContext();
            context.runOnContext(run -> check(context, session));
        } else {
            again.add(session);
        }
    }

    private void check(Context context, BrowserSession session) {
        upstream.open(context, session, new Wanted("/v1/me", null, LOOPBACK, TIMEOUT))
                .onSuccess(response -> response.request().reset())
                .onFailure(failure -> end(session, failure))
                .onComplete(result -> {
                    running.remove(session);
                    if (again.remove(session)) {
                        request(session);
                    }
                });
    }

    private static void end(BrowserSession session, Throwable failure) {
        if (failure instanceof UpstreamException refusal && refusal.endsSession()) {
            session.end(new SessionEnd(
                    refusal.problem().getString("code"), refusal.problem().getString("detail", "")));
        }
    }
}
