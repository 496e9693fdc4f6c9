package dcm.apigateway.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateKeeperTest {
    private static final String HOST = "dcm.example.org";
    private static final Instant NOW = Instant.now();

    @TempDir
    Path directory;

    private final List<PublicCertificate> published = new ArrayList<>();
    private TestAuthority authority;
    private Path certificate;
    private Path key;

    @BeforeEach
    void createAuthority() throws IOException {
        authority = new TestAuthority(directory);
        certificate = directory.resolve("public.crt");
        key = directory.resolve("public.key");
    }

    // ---- files ----

    @Test
    void replacedFilesAreLoadedOnce() throws Exception {
        authority.issue(HOST, NOW, certificate, key);
        CertificateKeeper keeper = keeper(TlsMode.FILES, CertificateRenewal.NONE);

        keeper.check(NOW);
        keeper.check(NOW);
        assertThat(published).hasSize(1);
        authority.issue(HOST, NOW, certificate, key);
        keeper.check(NOW);

        assertThat(published).hasSize(2);
        assertThat(keeper.attention(NOW)).isEmpty();
    }

    @Test
    void unusableFilesDoNotReplaceTheCertificate() throws Exception {
        authority.issue(HOST, NOW, certificate, key);
        CertificateKeeper keeper = keeper(TlsMode.FILES, CertificateRenewal.NONE);
        keeper.check(NOW);

        authority.issue(HOST, NOW, certificate, directory.resolve("forgotten.key"));
        keeper.check(NOW);

        assertThat(published).hasSize(1);
        assertThat(keeper.attention(NOW).orElseThrow())
                .contains("The earlier certificate stays in use", "the private key does not belong to the certificate");
    }

    @Test
    void damagedFilesDoNotReplaceTheCertificate() throws Exception {
        authority.issue(HOST, NOW, certificate, key);
        CertificateKeeper keeper = keeper(TlsMode.FILES, CertificateRenewal.NONE);
        keeper.check(NOW);

        for (Path file : List.of(key, certificate)) {
            authority.issue(HOST, NOW, certificate, key);
            Files.writeString(file, Files.readString(file).replaceFirst("\n.", "\n!!"));
            keeper.check(NOW);

            assertThat(keeper.attention(NOW).orElseThrow())
                    .contains("The earlier certificate stays in use", "the certificate or its key is damaged");
        }
        assertThat(published).hasSize(1);
        authority.issue(HOST, NOW, certificate, key);
        keeper.check(NOW);
        assertThat(published).hasSize(2);
        assertThat(keeper.attention(NOW)).isEmpty();
    }

    @Test
    void damagedKeyIsReplacedByTheOwnAuthority() throws Exception {
        authority.issue(HOST, NOW, certificate, key);
        Files.writeString(key, Files.readString(key).replaceFirst("\n.", "\n!!"));
        CertificateKeeper keeper = keeper(TlsMode.OWN_CA, new OwnAuthorityRenewal(settings(TlsMode.OWN_CA)));

        keeper.check(NOW);

        assertThat(published).hasSize(1);
        assertThat(keeper.attention(NOW)).isEmpty();
    }

    @Test
    void failureOfAListenerIsReported() throws Exception {
        authority.issue(HOST, NOW, certificate, key);
        var keeper = new CertificateKeeper(settings(TlsMode.FILES), CertificateRenewal.NONE);
        keeper.subscribe(own -> {
            throw new IllegalStateException("no such cipher");
        });

        keeper.check(NOW);

        assertThat(keeper.attention(NOW).orElseThrow()).contains("no such cipher");
    }

    @Test
    void certificateThatTheServerDoesNotUseIsReportedUntilTheNext() throws Exception {
        authority.issue(HOST, NOW, certificate, key);
        CertificateKeeper keeper = keeper(TlsMode.FILES, CertificateRenewal.NONE);
        keeper.check(NOW);

        keeper.reportUnused("no such cipher");
        keeper.check(NOW);
        assertThat(keeper.attention(NOW).orElseThrow()).contains("The server does not use it: no such cipher");

        authority.issue(HOST, NOW, certificate, key);
        keeper.check(NOW);
        assertThat(keeper.attention(NOW)).isEmpty();
    }

    @Test
    void missingFilesAreReported() throws Exception {
        CertificateKeeper keeper = keeper(TlsMode.FILES, CertificateRenewal.NONE);
        assertThat(keeper.isChecked()).isFalse();

        keeper.check(NOW);

        assertThat(keeper.isChecked()).isTrue();
        assertThat(keeper.attention(NOW).orElseThrow())
                .contains("There is no certificate for dcm.example.org", "public.crt: no such file");
    }

    @Test
    void certificateOfAnotherNameOrNearItsEndIsReported() throws Exception {
        authority.issue("other.example.org", NOW, certificate, key);
        CertificateKeeper keeper = keeper(TlsMode.FILES, CertificateRenewal.NONE);
        keeper.check(NOW);
        assertThat(keeper.attention(NOW).orElseThrow()).contains("valid for other.example.org, but not for " + HOST);

        authority.issue(HOST, NOW.minus(Duration.ofDays(810)), certificate, key);
        keeper.check(NOW);

        assertThat(keeper.attention(NOW).orElseThrow()).contains("ends at", "Replace");
    }

    // ---- the own authority ----

    @Test
    void ownAuthoritySignsAndRenewsTheCertificate() throws Exception {
        CertificateSettings settings = settings(TlsMode.OWN_CA);
        CertificateKeeper keeper = keeper(TlsMode.OWN_CA, new OwnAuthorityRenewal(settings));

        keeper.check(NOW);
        keeper.check(NOW);
        assertThat(published).hasSize(1);
        assertThat(published.getFirst().covers(HOST)).isTrue();
        authority.issue(HOST, NOW.minus(Duration.ofDays(800)), certificate, key);
        keeper.check(NOW);

        assertThat(published).hasSize(2);
        assertThat(published.getLast().end()).isAfter(NOW.plus(Duration.ofDays(800)));
    }

    @Test
    void keyThatDoesNotBelongToTheCertificateIsReplaced() throws Exception {
        authority.issue(HOST, NOW, certificate, key);
        authority.issue(HOST, NOW, directory.resolve("other.crt"), key);
        CertificateKeeper keeper = keeper(TlsMode.OWN_CA, new OwnAuthorityRenewal(settings(TlsMode.OWN_CA)));

        keeper.check(NOW);

        assertThat(published).hasSize(1);
    }

    // ---- failures ----

    @Test
    void failedRenewalIsRepeatedLaterAndLater() throws Exception {
        var attempts = new ArrayList<Instant>();
        CertificateKeeper keeper = keeper(TlsMode.ACME, (current, now) -> {
            attempts.add(now);
            throw new IOException("the host name was not verified");
        });

        for (Instant now = NOW; now.isBefore(NOW.plus(Duration.ofHours(1))); now = now.plusSeconds(5)) {
            keeper.check(now);
        }

        assertThat(attempts)
                .containsExactly(
                        NOW,
                        NOW.plus(Duration.ofMinutes(5)),
                        NOW.plus(Duration.ofMinutes(15)),
                        NOW.plus(Duration.ofMinutes(35)));
        assertThat(keeper.attention(NOW).orElseThrow())
                .contains("There is no certificate", "the host name was not verified.", "The next attempt is at");
    }

    private CertificateKeeper keeper(TlsMode mode, CertificateRenewal renewal) {
        var keeper = new CertificateKeeper(settings(mode), renewal);
        keeper.subscribe(published::add);
        return keeper;
    }

    private CertificateSettings settings(TlsMode mode) {
        return new CertificateSettings(
                mode,
                Optional.of(URI.create("https://" + HOST)),
                Optional.of(certificate),
                Optional.of(key),
                Optional.of(directory.resolve("ca.crt")),
                Optional.of(directory.resolve("ca.key")),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
