package dcm.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {
    private static final TrustedProxies PROXIES = new TrustedProxies(List.of("10.0.0.0/8", "2001:db8::1"));

    @ParameterizedTest
    @CsvSource({"10.0.0.1, true", "10.255.0.9, true", "2001:db8::1, true", "11.0.0.1, false", "2001:db8::2, false"})
    void networksAndAddressesAreTrusted(String address, boolean isTrusted) {
        assertThat(PROXIES.contains(InetAddress.ofLiteral(address))).isEqualTo(isTrusted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "192.0.2.7",
                "192.0.2.7:4711",
                "192.0.2.7, 10.0.0.3",
                "198.51.100.1, 192.0.2.7, 10.0.0.2, 10.0.0.3",
                "nonsense, 192.0.2.7"
            })
    void clientIsTheLastAddressThatIsNoProxy(String forwardedFor) {
        assertThat(PROXIES.client(List.of(forwardedFor))).contains(InetAddress.ofLiteral("192.0.2.7"));
    }

    @Test
    void severalHeadersAreOneList() {
        assertThat(PROXIES.client(List.of("198.51.100.1", "192.0.2.7, 10.0.0.2")))
                .contains(InetAddress.ofLiteral("192.0.2.7"));
    }

    @Test
    void addressesOfIpv6MayHaveBracketsAndAPort() {
        assertThat(PROXIES.client(List.of("[2001:db8::7]:4711"))).contains(InetAddress.ofLiteral("2001:db8::7"));
        assertThat(PROXIES.client(List.of("2001:db8::7"))).contains(InetAddress.ofLiteral("2001:db8::7"));
    }

    @Test
    void nothingUsableIsNoClient() {
        assertThat(PROXIES.client(List.of())).isEmpty();
        assertThat(PROXIES.client(List.of("unknown"))).isEmpty();
        assertThat(PROXIES.client(List.of("192.0.2.7, unknown, 10.0.0.3"))).isEmpty();
        assertThat(PROXIES.client(List.of(""))).isEmpty();
    }

    @Test
    void proxyThatIsTheClientItselfIsTheClient() {
        assertThat(PROXIES.client(List.of("10.0.0.9"))).contains(InetAddress.ofLiteral("10.0.0.9"));
    }
}
