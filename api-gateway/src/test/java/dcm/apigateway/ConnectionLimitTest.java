package dcm.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectionLimitTest {
    private final ConnectionLimit limit =
            new ConnectionLimit(new TrustedProxies(List.of("10.0.0.1")), 3, 2, Duration.ofSeconds(30));

    @Test
    void addressWithTooManyConnectionsIsLimitedAndOthersAreNot() {
        assertThat(limit.take(address("2001:db8:0:1::7"))).isTrue();
        assertThat(limit.take(address("2001:db8:0:1::8"))).isTrue();

        assertThat(limit.take(address("2001:db8:0:1::9"))).isFalse();
        assertThat(limit.take(address("192.0.2.7"))).isTrue();
    }

    @Test
    void allConnectionsTogetherAreLimited() {
        limit.take(address("192.0.2.1"));
        limit.take(address("192.0.2.2"));
        limit.take(address("192.0.2.3"));

        assertThat(limit.take(address("192.0.2.4"))).isFalse();
    }

    @Test
    void closedAndRejectedConnectionsAreNotCounted() {
        limit.take(address("192.0.2.7"));
        limit.take(address("192.0.2.7"));
        limit.take(address("192.0.2.7"));
        limit.release(address("192.0.2.7"));

        assertThat(limit.take(address("192.0.2.7"))).isTrue();
        assertThat(limit.take(address("192.0.2.8"))).isTrue();
    }

    @Test
    void loopbackAndReverseProxiesAreNotLimited() {
        for (int i = 0; i < 9; i++) {
            assertThat(limit.take(address("127.0.0.1"))).isTrue();
            assertThat(limit.take(address("10.0.0.1"))).isTrue();
        }
        limit.release(address("10.0.0.1"));

        assertThat(limit.take(address("192.0.2.7"))).isTrue();
    }

    private static InetAddress address(String text) {
        return InetAddress.ofLiteral(text);
    }
}
