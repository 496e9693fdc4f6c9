package dcm.gateway.login;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.session.Session;

/**
 * Failed logins of the last while, by account and by place. The more there were, the longer the next try takes to be heard. Thread-safe.
 */
@Singleton
class FailedLogins {
    private static final Duration REMEMBERED = Duration.ofMinutes(10);
    private static final int MOST_REMEMBERED = 100_000;
    private static final int WITHOUT_DELAY = 3;
    private static final Duration SHORTEST = Duration.ofMillis(250);
    private static final Duration LONGEST = Duration.ofSeconds(4);

    private final Cache<String, AtomicInteger> byPlace = cache();
    private final Cache<String, AtomicInteger> byAccount = cache();
    private final Counter refused;

    FailedLogins(MeterRegistry metrics) {
        refused = metrics.counter("dcm.gateway.logins.refused");
    }

    private static Cache<String, AtomicInteger> cache() {
        return Caffeine.newBuilder()
                .expireAfterWrite(REMEMBERED)
                .maximumSize(MOST_REMEMBERED)
                .build();
    }

    /** Counts one; nothing more is read on its connection for a while. */
    void count(String account, Session session) {
        refused.increment();
        hold(session, delay(Math.max(next(byAccount, account), next(byPlace, ClientAddress.place(session)))));
    }

    /** A connection from where many have failed begins later. */
    void greet(Session session) {
        AtomicInteger failed = byPlace.getIfPresent(ClientAddress.place(session));
        if (failed != null) {
            hold(session, delay(failed.get()));
        }
    }

    private static Duration delay(int times) {
        if (times <= WITHOUT_DELAY) {
            return Duration.ZERO;
        }
        Duration delay = SHORTEST.multipliedBy(1L << Math.min(times - WITHOUT_DELAY - 1, 10));
        return delay.compareTo(LONGEST) < 0 ? delay : LONGEST;
    }

    /** The threads of connections must not wait, and MINA knows no other delay for keys. */
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

    private static int next(Cache<String, AtomicInteger> counts, String key) {
        return counts.get(key, none -> new AtomicInteger()).incrementAndGet();
    }
}
