package dcm.rest.readiness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.Test;

class IssuerReachabilityTest {
    @Test
    void issuerThatDoesNotAnswerIsReportedWithinTwoSeconds() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(issuerAt(silent.getLocalPort())).startsWith("not reachable");
        }
    }

    @Test
    void issuerThatIsDownIsReported() throws IOException {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        assertThat(issuerAt(port)).startsWith("not reachable");
    }

    private static String issuerAt(int port) {
        var check = new IssuerReachability(Optional.of(URI.create("http://127.0.0.1:" + port + "/realms/dcm")), null);
        HealthCheckResponse response = assertTimeout(Duration.ofSeconds(10), check::call);
        assertThat(response.getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
        return String.valueOf(response.getData().orElseThrow().get("issuer"));
    }
}
