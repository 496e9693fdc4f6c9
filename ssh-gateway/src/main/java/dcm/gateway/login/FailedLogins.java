package dcm.gateway.login;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.session.Session;

/**
 * Counts failed logins of the last minutes per account and per address, and delays further attempts exponentially.
 * Thread-safe.
 */
@Singleton
class FailedLogins {
    private static final Duration REMEMBERED = Duration.ofMinutes(10);
    private static final int MOST_REMEMBERED = 100_000;
    private static final int WITHOUT_DELAY = 3;
    private static final Duration SHORTEST = Duration.ofMillis(250);
    private static final Duration LONGEST = Duration.ofSeconds(4);

    private static final AttributeKey<Map<String, Integer>> OF_CONNECTION = new AttributeKey<>();

    private final Cache<String, Integer> byPlace = cache();
    private final Cache<String, Integer> byAccount = cache();
    private final Counter refused;

    FailedLogins(MeterRegistry metrics) {
        refused = metrics.counter("dcm.gateway.logins.refused");
    }

    private static Cache<String, Integer> cache() {
        return Caffeine.newBuilder()
                .expireAfterWrite(REMEMBERED)
                .maximumSize(MOST_REMEMBERED)
                .build();
    }

    /**
     * Counts a failed login and delays further reads from its connection.
     *
     * @return the number of failed logins for this account on this connection
     */
    int count(String account, Session session) {
        refused.increment();
        int times = Math.max(add(byAccount, account, 1), add(byPlace, ClientAddress.place(session), 1));
        hold(session, delay(times));
        return session.computeAttributeIfAbsent(OF_CONNECTION, none -> new ConcurrentHashMap<>())
                .merge(account, 1, Integer::sum);
    }

    /** Subtracts the connection's failures after a successful login: the client has only tried several keys. */
    void forgive(Session session) {
        Map<String, Integer> own = session.getAttribute(OF_CONNECTION);
        if (own != null) {
            own.forEach((account, times) -> {
                add(byAccount, account, -times);
                add(byPlace, ClientAddress.place(session), -times);
            });
        }
    }

    /** Delays a new connection from an address with many failures. */
    void greet(Session session) {
        Integer failed = byPlace.getIfPresent(ClientAddress.place(session));
        if (failed != null) {
            hold(session, delay(failed));
        }
    }

    private static Duration delay(int times) {
        if (times <= WITHOUT_DELAY) {
            return Duration.ZERO;
        }
        Duration delay = SHORTEST.multipliedBy(1L << Math.min(times - WITHOUT_DELAY - 1, 10));
        return delay.compareTo(LONGEST) < 0 ? delay : LONGEST;
    }

    /** Suspends reading, because a connection's thread must not block and MINA has no other delay for public keys. */
    private static void hold(Session session, Duration delay) {
        if (delay.isZero()) {
            return;
        }
        IoSession connection = session.getIoSession();
        connection.suspendRead();
        Thread.ofVirtual().name("hold").start(() -> {
            try {
                Thread.sleep(delay);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            connection.resumeRead();
        });
    }

    private static int add(Cache<String, Integer> counts, String key, int times) {
        return counts.asMap().merge(key, times, Integer::sum);
    }
}
