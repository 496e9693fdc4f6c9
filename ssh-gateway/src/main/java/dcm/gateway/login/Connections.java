package dcm.gateway.login;

import dcm.rest.supervision.SupervisedLoop;
import dcm.rest.supervision.SupervisedLoopReadiness;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.smallrye.config.ConfigMapping;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.jboss.logging.Logger;

/** Limits the number of connections, and closes connections of accounts that may no longer log in. Thread-safe. */
@Startup
@Singleton
public class Connections implements SessionListener {
    private static final Logger LOG = Logger.getLogger(Connections.class);
    private static final Duration SOON = Duration.ofMillis(200);
    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(1);

    /** The connections, each with its number in the order in which they were opened. */
    private final Map<Session, Long> open = new ConcurrentHashMap<>();

    private final AtomicLong opened = new AtomicLong();
    private final KeyLogin logins;
    private final FailedLogins failedLogins;
    private final ConnectionLimits limits;
    private final SupervisedLoop checks;
    private final Counter accepted;

    /** Maximum numbers of connections. */
    @ConfigMapping(prefix = "dcm.gateway")
    public interface ConnectionLimits {
        int sessionsPerAccount();

        int sessionsPerAddress();

        /** Connections that are not authenticated yet. */
        int unauthenticated();

        int unauthenticatedPerAddress();
    }

    Connections(
            KeyLogin logins,
            FailedLogins failedLogins,
            ConnectionLimits limits,
            MeterRegistry metrics,
            SupervisedLoopReadiness loops) {
        this.checks = loops.register(SupervisedLoop.onPlatformThread("account-check", this::checkAfterInterval));
        this.logins = logins;
        this.failedLogins = failedLogins;
        this.limits = limits;
        this.accepted = metrics.counter("dcm.gateway.logins.accepted");
        metrics.gauge("dcm.gateway.connections", open, Map::size);
        metrics.gauge("dcm.gateway.sessions", open, Connections::authenticated);
    }

    private static long authenticated(Map<Session, Long> sessions) {
        return sessions.keySet().stream().filter(Session::isAuthenticated).count();
    }

    @PostConstruct
    void start() {
        checks.start();
    }

    @PreDestroy
    void stop() {
        checks.close();
    }

    @Override
    public void sessionCreated(Session session) {
        String address = ConnectionSource.address(session);
        List<Session> unauthenticated =
                open.keySet().stream().filter(other -> !other.isAuthenticated()).toList();
        open.put(session, opened.incrementAndGet());
        failedLogins.greet(session);
        if (ofAddress(unauthenticated, address) >= limits.unauthenticatedPerAddress()) {
            closeWithoutLogin(session);
        } else if (ofAddress(open.keySet(), address) > limits.sessionsPerAddress()) {
            end(
                    session,
                    "Too many connections from your address: at most %d are accepted."
                            .formatted(limits.sessionsPerAddress()));
        } else if (unauthenticated.size() >= limits.unauthenticated()) {
            // Not the new one: otherwise, connections that never log in would keep all others out.
            oldest(unauthenticated).ifPresent(Connections::closeWithoutLogin);
        }
    }

    private Optional<Session> oldest(Collection<Session> sessions) {
        return sessions.stream().min(Comparator.comparing(session -> open.getOrDefault(session, Long.MAX_VALUE)));
    }

    private static void closeWithoutLogin(Session session) {
        LOG.debugf("connection closed, too many are not logged in: address=%s", ConnectionSource.of(session));
        session.close(true);
    }

    private static long ofAddress(Collection<Session> sessions, String address) {
        return sessions.stream()
                .filter(session -> ConnectionSource.address(session).equals(address))
                .count();
    }

    @Override
    public void sessionEvent(Session session, Event event) {
        if (event != Event.Authenticated) {
            return;
        }
        failedLogins.forgive(session);
        AuthenticatedUser person = AuthenticatedUser.of(session);
        long others = open.keySet().stream()
                .filter(Session::isAuthenticated)
                .filter(other -> AuthenticatedUser.of(other).account().equals(person.account()))
                .count();
        if (others > limits.sessionsPerAccount()) {
            String sentence = "Too many connections to your account: at most %d are accepted."
                    .formatted(limits.sessionsPerAccount());
            // On another thread, because the success message of the login is being sent now.
            Thread.ofVirtual().name("too many").start(() -> endSoon(session, sentence));
            return;
        }
        accepted.increment();
        LOG.infof("login accepted: account=%s key=%s address=%s", person.account(), person.key(), person.address());
    }

    @Override
    public void sessionClosed(Session session) {
        open.remove(session);
    }

    private void checkAfterInterval() throws InterruptedException {
        Thread.sleep(CHECK_INTERVAL);
        checkAll();
    }

    /** Closes connections of accounts that may no longer log in. */
    private void checkAll() {
        for (Session session : open.keySet()) {
            try {
                check(session);
            } catch (RuntimeException e) { // continue with the other connections
                LOG.warnf(
                        e,
                        "connection could not be checked, the check is retried: address=%s",
                        ConnectionSource.of(session));
            }
        }
    }

    private void check(Session session) {
        if (!session.isAuthenticated() || !session.isOpen()) {
            return;
        }
        AuthenticatedUser person = AuthenticatedUser.of(session);
        if (!logins.mayLogIn(person.account(), person.key())) {
            LOG.infof(
                    "connection closed, the login is no longer valid: account=%s key=%s",
                    person.account(), person.key());
            end(session, "Your SSH key was removed from the account, or the account is suspended.");
        }
    }

    private static void endSoon(Session session, String sentence) {
        try {
            Thread.sleep(SOON);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        end(session, sentence);
    }

    private static void end(Session session, String sentence) {
        try {
            session.disconnect(SshConstants.SSH2_DISCONNECT_BY_APPLICATION, sentence);
        } catch (IOException e) {
            session.close(true);
        }
    }
}
