package dcm.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class RequestRateLimitTest {
    private final RequestRateLimit rate = new RequestRateLimit(1, 2);

    @Test
    void addressWithTooManyRequestsIsLimitedAndOthersAreNot() {
        rate.count(address("192.0.2.7"));
        rate.count(address("192.0.2.7"));

        assertThat(rate.count(address("192.0.2.7")).orElseThrow()).isBetween(1L, 2L);
        assertThat(rate.count(address("192.0.2.8"))).isEmpty();
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
}
