package dcm.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.apigateway.certificate.TlsMode;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class PublicAddressTest {
    private static final String ALL = "0.0.0.0";
    private static final String LOOPBACK = "127.0.0.1";

    @Test
    void gatewayDoesNotListenForOthersWithoutTls() {
        assertThat(address(TlsMode.OFF, ALL, false).refusal(LOOPBACK))
                .hasValueSatisfying(reason -> assertThat(reason).startsWith("DCM_LISTEN is '0.0.0.0'"));
        assertThat(address(TlsMode.PROXY, ALL, false).refusal(LOOPBACK)).isPresent();
        assertThat(address(TlsMode.OFF, LOOPBACK, false).refusal(ALL))
                .hasValueSatisfying(reason -> assertThat(reason).startsWith("QUARKUS_HTTP_HOST is '0.0.0.0'"));
        assertThat(address(TlsMode.FILES, ALL, false).refusal(ALL))
                .as("the first listener has no TLS")
                .isPresent();
    }

    @Test
    void gatewayListensOnLoopbackWithTlsOrIfPermitted() {
        assertThat(address(TlsMode.OFF, LOOPBACK, false).refusal("localhost")).isEmpty();
        assertThat(address(TlsMode.FILES, ALL, false).refusal(LOOPBACK)).isEmpty();
        assertThat(address(TlsMode.OFF, ALL, true).refusal(ALL)).isEmpty();
    }

    private static PublicAddress address(TlsMode mode, String listen, boolean plainHttpAllowed) {
        return new PublicAddress(
                Optional.of(URI.create("https://dcm.example.org")),
                mode,
                Optional.of(List.of(listen)),
                443,
                OptionalInt.of(80),
                plainHttpAllowed,
                Duration.ofDays(365));
    }
}
