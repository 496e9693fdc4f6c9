package dcm.apigateway.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublicCertificateTest {
    private static final Instant NOW = Instant.now();

    @TempDir
    Path directory;

    private TestAuthority authority;
    private Path certificate;
    private Path key;

    @BeforeEach
    void createAuthority() throws IOException {
        authority = new TestAuthority(directory);
        certificate = directory.resolve("server.crt");
        key = directory.resolve("server.key");
    }

    @ParameterizedTest
    @CsvSource({
        "dcm.example.org, dcm.example.org, true",
        "dcm.example.org, DCM.example.org, true",
        "*.example.org, dcm.example.org, true",
        "*.example.org, a.dcm.example.org, false",
        "*.example.org, example.org, false",
        "dcm.example.org, other.example.org, false",
        "192.0.2.1, 192.0.2.1, true",
        "2001:db8::1, 2001:db8:0:0:0:0:0:1, true"
    })
    void certificateCoversItsNames(String name, String host, boolean covered) throws IOException {
        assertThat(issued(name, NOW).covers(host)).isEqualTo(covered);
    }

    @Test
    void keyOfAnotherCertificateIsRejected() throws IOException {
        issued("dcm.example.org", NOW);
        Path other = directory.resolve("other.key");
        authority.issue("dcm.example.org", NOW, directory.resolve("other.crt"), other);

        assertThatThrownBy(() -> PublicCertificate.parse(Files.readString(certificate), Files.readString(other)))
                .isInstanceOf(IOException.class)
                .hasMessage("the private key does not belong to the certificate");
    }

    @Test
    void textThatIsNoKeyIsRejected() throws IOException {
        issued("dcm.example.org", NOW);

        assertThatThrownBy(() -> PublicCertificate.parse(Files.readString(certificate), "nonsense"))
                .isInstanceOf(IOException.class)
                .hasMessage("no private key in PEM");
    }

    @Test
    void administratorIsWarnedThreeWeeksBeforeTheEndOfALongCertificate() throws IOException {
        PublicCertificate own = issued("dcm.example.org", NOW);

        assertThat(own.endsSoon(own.end().minus(Duration.ofDays(22)))).isFalse();
        assertThat(own.endsSoon(own.end().minus(Duration.ofDays(20)))).isTrue();
    }

    @Test
    void certificateIsRenewedWhenAThirdOfItsLifetimeIsLeft() throws IOException {
        PublicCertificate own = issued("dcm.example.org", NOW);

        assertThat(own.mustRenew(NOW.plus(Duration.ofDays(549)))).isFalse();
        assertThat(own.mustRenew(NOW.plus(Duration.ofDays(551)))).isTrue();
    }

    @Test
    void keyIsNotInMessages() throws IOException {
        assertThat(issued("dcm.example.org", NOW).toString()).doesNotContain("PRIVATE");
    }

    private PublicCertificate issued(String host, Instant at) throws IOException {
        authority.issue(host, at, certificate, key);
        return PublicCertificate.parse(Files.readString(certificate), Files.readString(key));
    }
}
