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
 * Counts failed logins of the last minutes, and delays further attempts exponentially: on a connection after few failures
 * of its account and address, and on new connections after many failures of their address, because many users can share an
 * address (NAT). Thread-safe.
 */
@Singleton
class FailedLogins {
    private static final Duration REMEMBERED = Duration.ofMinutes(10);
    private static final int MAX_REMEMBERED = 100_000;
    /** Failures of one account from one address. */
    static final int WITHOUT_DELAY = 3;
    /** Failures of all accounts from one address, and of one account from all addresses. */
    static final int MANY_WITHOUT_DELAY = 60;

    private static final Duration SHORTEST = Duration.ofMillis(250);
    private static final Duration LONGEST = Duration.ofSeconds(4);

    private static final AttributeKey<Map<String, Integer>> OF_CONNECTION = new AttributeKey<>();

    private final Cache<Tried, Integer> byAccountAndAddress = cache();
    private final Cache<String, Integer> byAddress = cache();
    private final Cache<String, Integer> byAccount = cache();
    private final Counter refused;

    FailedLogins(MeterRegistry metrics) {
        refused = metrics.counter("dcm.gateway.keys.rejected");
    }

    private record Tried(String account, String address) {}

    private static <K> Cache<K, Integer> cache() {
        return Caffeine.newBuilder()
                .expireAfterWrite(REMEMBERED)
                .maximumSize(MAX_REMEMBERED)
                .build();
    }

    /**
     * Counts a failed login and delays further reads from its connection.
     *
     * @return the number of failed logins for this account on this connection
     */
    int count(String account, Session session) {
        refused.increment();
        hold(session, count(account, ConnectionSource.address(session)));
        return session.computeAttributeIfAbsent(OF_CONNECTION, none -> new ConcurrentHashMap<>())
                .merge(account, 1, Integer::sum);
    }

    /** Counts a failure and returns the delay of the next attempt. */
    Duration count(String account, String address) {
        Duration ofBoth = delay(add(byAccountAndAddress, new Tried(account, address), 1), WITHOUT_DELAY);
        int many = Math.max(add(byAccount, account, 1), add(byAddress, address, 1));
        Duration ofMany = delay(many, MANY_WITHOUT_DELAY);
        return ofBoth.compareTo(ofMany) > 0 ? ofBoth : ofMany;
    }

    /** Subtracts the connection's failures after a successful login: the client has only tried several keys. */
    void forgive(Session session) {
        Map<String, Integer> own = session.getAttribute(OF_CONNECTION);
        if (own != null) {
            String address = ConnectionSource.address(session);
            own.forEach((account, times) -> {
                add(byAccountAndAddress, new Tried(account, address), -times);
                add(byAccount, account, -times);
                add(byAddress, address, -times);
            });
        }
    }

    /** Delays a new connection from an address with many failures. */
    void greet(Session session) {
        hold(session, delayOfConnection(ConnectionSource.address(session)));
    }

    /** How long a new connection from an address must wait before anything is read on it. */
    Duration delayOfConnection(String address) {
        Integer failed = byAddress.getIfPresent(address);
        return failed == null ? Duration.ZERO : delay(failed, MANY_WITHOUT_DELAY);
    }

    private static Duration delay(int times, int withoutDelay) {
        if (times <= withoutDelay) {
            return Duration.ZERO;
        }
        Duration delay = SHORTEST.multipliedBy(1L << Math.min(times - withoutDelay - 1, 10));
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

    private static <K> int add(Cache<K, Integer> counts, K key, int times) {
        return counts.asMap().merge(key, times, Integer::sum);
    }
}
