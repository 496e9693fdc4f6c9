package dcm.apigateway;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HexFormat;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Limits the request rate per IPv4 address and per IPv6 /64 network, because one client usually has a whole /64. The limit is generous,
 * because several users may share an address. Loopback is not limited, because the SSH gateway and a TLS proxy send requests for all users from there. Thread-safe.
 */
@Singleton
class RequestRateLimit {
    /** A bucket that was unused for this time is full again. */
    private static final Duration REFILLED = Duration.ofMinutes(5);

    private static final int MAX_ADDRESSES = 100_000;

    private final int perSecond;
    private final LoadingCache<String, Bucket> buckets;

    /**
     * @param perSecond the permitted sustained requests per second of an address
     * @param burst how many additional requests are permitted at once
     */
    @Inject
    RequestRateLimit(
            @ConfigProperty(name = "dcm.requests.per-second") int perSecond,
            @ConfigProperty(name = "dcm.requests.burst") int burst) {
        this(perSecond, burst, TimeMeter.SYSTEM_NANOTIME);
    }

    RequestRateLimit(int perSecond, int burst, TimeMeter clock) {
        this.perSecond = perSecond;
        this.buckets = Caffeine.newBuilder()
                .expireAfterAccess(REFILLED)
                .maximumSize(MAX_ADDRESSES)
                .build(address -> Bucket.builder()
                        .addLimit(limit -> limit.capacity(burst).refillGreedy(perSecond, Duration.ofSeconds(1)))
                        .withCustomTimePrecision(clock)
                        .build());
    }

    int perSecond() {
        return perSecond;
    }

    /** Counts a request; returns the seconds to wait if the limit is exceeded, otherwise empty. */
    OptionalLong count(InetAddress address) {
        if (address.isLoopbackAddress()) {
            return OptionalLong.empty();
        }
        ConsumptionProbe probe = buckets.get(key(address)).tryConsumeAndReturnRemaining(1);
        return probe.isConsumed()
                ? OptionalLong.empty()
                : OptionalLong.of(TimeUnit.NANOSECONDS.toSeconds(probe.getNanosToWaitForRefill()) + 1);
    }

    /** An IPv4 address, or the /64 network of an IPv6 address. */
    static String key(InetAddress address) {
        return address instanceof Inet6Address ipv6
                ? HexFormat.of().formatHex(ipv6.getAddress(), 0, 8)
                : address.getHostAddress();
    }
}
