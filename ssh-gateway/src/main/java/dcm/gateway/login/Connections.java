package dcm.gateway.login;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.smallrye.config.ConfigMapping;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.jboss.logging.Logger;

/**
 * All connections: how many there may be, and that none outlives the right of its person to be here. Thread-safe.
 */
@Startup
@Singleton
public class Connections implements SessionListener {
    private static final Logger LOG = Logger.getLogger(Connections.class);
    private static final Duration SOON = Duration.ofMillis(200);
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Set<Session> open = ConcurrentHashMap.newKeySet();
    private final KeyLogin logins;
    private final FailedLogins failedLogins;
    private final Limits limits;
    private final Thread looks = Thread.ofPlatform().daemon().name("standing").unstarted(this::lookForEver);

    /** How many connections there may be. */
    @ConfigMapping(prefix = "dcm.gateway")
    public interface Limits {
        int sessionsPerAccount();

        int sessionsPerAddress();

        /** That have not logged in yet. */
        int strangers();

        int strangersPerAddress();
    }

    Connections(KeyLogin logins, FailedLogins failedLogins, Limits limits, MeterRegistry metrics) {
        this.logins = logins;
        this.failedLogins = failedLogins;
        this.limits = limits;
        metrics.gauge("dcm.gateway.connections", open, Set::size);
    }

    @PostConstruct
    void start() {
        looks.start();
    }

    @PreDestroy
    void stop() {
        looks.interrupt();
    }

    @Override
    public void sessionCreated(Session session) {
        String place = ClientAddress.place(session);
        List<Session> strangers =
                open.stream().filter(other -> !other.isAuthenticated()).toList();
        open.add(session);
        failedLogins.greet(session);
        if (strangers.size() >= limits.strangers() || ofPlace(strangers, place) >= limits.strangersPerAddress()) {
            LOG.debugf("too many connections that do not log in: address=%s", ClientAddress.of(session));
            session.close(true);
        } else if (ofPlace(open, place) > limits.sessionsPerAddress()) {
            end(
                    session,
                    "There are %d connections from your address; more are not taken."
                            .formatted(limits.sessionsPerAddress()));
        }
    }

    private static long ofPlace(Collection<Session> sessions, String place) {
        return sessions.stream()
                .filter(session -> ClientAddress.place(session).equals(place))
                .count();
    }

    @Override
    public void sessionEvent(Session session, Event event) {
        if (event != Event.Authenticated) {
            return;
        }
        failedLogins.forgive(session);
        Person person = Person.of(session);
        long others = open.stream()
                .filter(Session::isAuthenticated)
                .filter(other -> Person.of(other).account().equals(person.account()))
                .count();
        if (others > limits.sessionsPerAccount()) {
            String sentence =
                    "You have %d connections here; more are not taken.".formatted(limits.sessionsPerAccount());
            // Now the client is being told that she is let in; packets must not meet.
            Thread.ofVirtual().name("too many").start(() -> endSoon(session, sentence));
            return;
        }
        LOG.infof("login: account=%s key=%s address=%s", person.account(), person.key(), person.address());
    }

    @Override
    public void sessionClosed(Session session) {
        open.remove(session);
    }

    private void lookForEver() {
        try {
            while (true) {
                Thread.sleep(LOOK);
                look();
            }
        } catch (InterruptedException e) {
            LOG.debug("asked to stop");
        }
    }

    /** Ends connections of those who would not be let in any more. */
    private void look() {
        for (Session session : open) {
            try {
                look(session);
            } catch (RuntimeException e) { // of one, which must not keep the others
                LOG.error("a connection could not be looked at", e);
            }
        }
    }

    private void look(Session session) {
        if (!session.isAuthenticated() || !session.isOpen()) {
            return;
        }
        Person person = Person.of(session);
        if (!logins.letsIn(person.account(), person.key())) {
            LOG.infof("connection ended: account=%s key=%s", person.account(), person.key());
            end(session, "The key by which you logged in is not your account's any more, or the account is suspended.");
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
