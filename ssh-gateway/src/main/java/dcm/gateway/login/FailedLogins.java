package dcm.gateway.login;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Failed logins of the last while, by account and by place. The more there were, the longer a refusal takes; a right key is never kept
 * waiting. Thread-safe.
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

    /** Counts one, and tells how long its refusal is to take. */
    Duration count(String account, String place) {
        refused.increment();
        int times = Math.max(next(byAccount, account), next(byPlace, place));
        if (times <= WITHOUT_DELAY) {
            return Duration.ZERO;
        }
        Duration delay = SHORTEST.multipliedBy(1L << Math.min(times - WITHOUT_DELAY - 1, 10));
        return delay.compareTo(LONGEST) < 0 ? delay : LONGEST;
    }

    private static int next(Cache<String, AtomicInteger> counts, String key) {
        return counts.get(key, none -> new AtomicInteger()).incrementAndGet();
    }
}
