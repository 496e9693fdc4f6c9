package dcm.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bucket4j.TimeMeter;
import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RequestRateLimitTest {
    private final Clock clock = new Clock();
    private final RequestRateLimit rate = new RequestRateLimit(1, 2, clock);

    @Test
    void addressWithTooManyRequestsIsLimitedAndOthersAreNot() {
        rate.count(address("192.0.2.7"));
        rate.count(address("192.0.2.7"));

        assertThat(rate.count(address("192.0.2.7"))).hasValue(2);
        assertThat(rate.count(address("192.0.2.8"))).isEmpty();
    }

    @Test
    void limitedAddressIsServedAgainAfterTheTime() {
        rate.count(address("192.0.2.7"));
        rate.count(address("192.0.2.7"));

        clock.advance(Duration.ofMillis(999));
        assertThat(rate.count(address("192.0.2.7"))).hasValue(1);

        clock.advance(Duration.ofMillis(1));
        assertThat(rate.count(address("192.0.2.7"))).isEmpty();
        assertThat(rate.count(address("192.0.2.7"))).hasValue(2);
    }

    @Test
    void addressesOfOneIpv6NetworkAreLimitedTogether() {
        rate.count(address("2001:db8:0:1::7"));
        rate.count(address("2001:db8:0:1:8::"));

        assertThat(rate.count(address("2001:db8:0:1::9"))).isPresent();
        assertThat(rate.count(address("2001:db8:0:2::7"))).isEmpty();
    }

    @Test
    void loopbackIsNotLimited() {
        for (int i = 0; i < 5; i++) {
            assertThat(rate.count(address("127.0.0.1"))).isEmpty();
        }
    }

    private static InetAddress address(String text) {
        return InetAddress.ofLiteral(text);
    }

    /** A clock that stands still. */
    private static final class Clock implements TimeMeter {
        private long nanos;

        void advance(Duration time) {
            nanos += time.toNanos();
        }

        @Override
        public long currentTimeNanos() {
            return nanos;
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
