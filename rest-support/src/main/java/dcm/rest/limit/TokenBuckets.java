package dcm.rest.limit;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dcm.contract.problem.ErrorCode;
import dcm.rest.problem.ProblemException;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One token bucket for each key. Thread-safe.
 *
 * @param <K> what is limited, such as an account
 */
public final class TokenBuckets<K> {
    /** A bucket that was not used for this time is full again, so it can be dropped. */
    private static final Duration REFILLED = Duration.ofMinutes(15);

    private final int perSecond;
    private final LoadingCache<K, Bucket> buckets;

    /**
     * @param perSecond the sustained rate of a key
     * @param burst how many tokens a key can take at once
     */
    public TokenBuckets(int perSecond, int burst) {
        this(perSecond, burst, TimeMeter.SYSTEM_NANOTIME);
    }

    TokenBuckets(int perSecond, int burst, TimeMeter clock) {
        this.perSecond = perSecond;
        this.buckets = Caffeine.newBuilder()
                .expireAfterAccess(REFILLED)
                .build(key -> Bucket.builder()
                        .addLimit(limit -> limit.capacity(burst).refillGreedy(perSecond, Duration.ofSeconds(1)))
                        .withCustomTimePrecision(clock)
                        .build());
    }

    /**
     * Takes a token for one request.
     *
     * @throws ProblemException if {@code key} exceeds the rate
     */
    public void take(K key) {
        ConsumptionProbe probe = buckets.get(key).tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            long wait = TimeUnit.NANOSECONDS.toSeconds(probe.getNanosToWaitForRefill()) + 1;
            throw new ProblemException(
                    ErrorCode.TOO_MANY_REQUESTS,
                    "Rate limit exceeded: " + perSecond
                            + " requests per second are accepted. The request was not processed. Try again in "
                            + wait + " s.",
                    null,
                    Map.of(ProblemException.RETRY_AFTER, wait, "perSecond", (long) perSecond));
        }
    }
}
