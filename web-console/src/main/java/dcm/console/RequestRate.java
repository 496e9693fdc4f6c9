package dcm.console;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Limits how many requests come from one address. Several people may share an address, so the limit is generous. Loopback is not limited: the
 * SSH gateway, and a server that ends TLS, ask from there for everybody. Thread-safe.
 */
@Singleton
class RequestRate {
    /** A bucket that was not used for so long is full again. */
    private static final Duration REFILLED = Duration.ofMinutes(5);

    private static final int MOST_ADDRESSES = 100_000;

    private final int perSecond;
    private final LoadingCache<InetAddress, Bucket> buckets;

    /**
     * @param perSecond how many requests an address may make in each second, for any time
     * @param burst how many more it may make at once
     */
    RequestRate(
            @ConfigProperty(name = "dcm.requests.per-second") int perSecond,
            @ConfigProperty(name = "dcm.requests.burst") int burst) {
        this.perSecond = perSecond;
        this.buckets = Caffeine.newBuilder()
                .expireAfterAccess(REFILLED)
                .maximumSize(MOST_ADDRESSES)
                .build(address -> Bucket.builder()
                        .addLimit(limit -> limit.capacity(burst).refillGreedy(perSecond, Duration.ofSeconds(1)))
                        .build());
    }

    int perSecond() {
        return perSecond;
    }

    /** Counts a request; how many seconds its client must wait if there are too many, else empty. */
    OptionalLong count(InetAddress address) {
        if (address.isLoopbackAddress()) {
            return OptionalLong.empty();
        }
        ConsumptionProbe probe = buckets.get(address).tryConsumeAndReturnRemaining(1);
        return probe.isConsumed()
                ? OptionalLong.empty()
                : OptionalLong.of(TimeUnit.NANOSECONDS.toSeconds(probe.getNanosToWaitForRefill()) + 1);
    }
}
