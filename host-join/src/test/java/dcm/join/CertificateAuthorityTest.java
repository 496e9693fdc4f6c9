package dcm.join;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.bouncycastle.asn1.x509.Extension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateAuthorityTest {
    private static final Instant NOW = Instant.now();
    private static final String LOOPBACK = "127.0.0.1";

    @TempDir
    private Path directory;

    private CertificateAuthority authority;

    @BeforeEach
    void createAuthority() throws IOException {
        authority = authority("one");
    }

    private CertificateAuthority authority(String name) throws IOException {
        return CertificateAuthority.ensure(
                directory.resolve(name + ".key"), directory.resolve(name + ".crt"), name, NOW);
    }

    @Test
    void authorityIsCreatedOnceAndItsKeyIsPrivate() throws IOException {
        assertThat(authority("one").fingerprint())
                .isEqualTo(authority.fingerprint())
                .hasSize(64);
        assertThat(authority("two").fingerprint()).isNotEqualTo(authority.fingerprint());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("one.key"))))
                .isEqualTo("rw-------");
    }

    @Test
    void authorityStatesItsKeysIdentifierForStrictClients() throws Exception {
        var pem = new ByteArrayInputStream(authority.certificatePem().getBytes(StandardCharsets.US_ASCII));
        var own = (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(pem);

        assertThat(own.getExtensionValue(Extension.subjectKeyIdentifier.getId()))
                .isNotNull();
    }

    @Test
    void clientThatTrustsTheAuthorityConnects() throws Exception {
        try (Server server = new Server(authority, LOOPBACK)) {
            X509Certificate pinned = AuthorityTrust.fetchAuthority(server.url(), authority.fingerprint());

            assertThat(server.get(AuthorityTrust.of(pinned))).isEqualTo(200);
        }
    }

    @Test
    void certificateForAnotherAddressIsRefused() throws Exception {
        try (Server server = new Server(authority, "192.0.2.1")) {
            X509Certificate pinned = AuthorityTrust.fetchAuthority(server.url(), authority.fingerprint());

            assertThatThrownBy(() -> server.get(AuthorityTrust.of(pinned))).isInstanceOf(SSLHandshakeException.class);
        }
    }

    @Test
    void certificateOfAnotherAuthorityIsRefused() throws Exception {
        CertificateAuthority other = authority("two");
        X509Certificate trusted = CertificateAuthority.readCertificate(authority.certificatePem());
        try (Server server = new Server(other, LOOPBACK)) {
            assertThatThrownBy(() -> AuthorityTrust.fetchAuthority(server.url(), authority.fingerprint()))
                    .hasMessageContaining(other.fingerprint())
                    .hasMessageContaining(authority.fingerprint());
            assertThatThrownBy(() -> server.get(AuthorityTrust.of(trusted))).isInstanceOf(SSLHandshakeException.class);
        }
    }

    @Test
    void certificateIsRenewedBeforeItEndsOrForAnotherAddressOrAuthority() throws IOException {
        Path file = directory.resolve("server.crt");
        assertThat(authority.mustRenew(file, LOOPBACK, NOW)).isTrue();

        KeyPair pair = CertificateAuthority.newKeyPair();
        Files.writeString(file, authority.serverCertificate("n2", pair.getPublic(), List.of(LOOPBACK), NOW));

        assertThat(authority.mustRenew(file, LOOPBACK, NOW)).isFalse();
        assertThat(authority.mustRenew(file, LOOPBACK, NOW.plus(Duration.ofDays(825 - 89))))
                .isTrue();
        assertThat(authority.mustRenew(file, "127.0.0.2", NOW)).isTrue();
        assertThat(authority("two").mustRenew(file, LOOPBACK, NOW)).isTrue();
    }

    @Test
    void certificateRequestProvesThePrivateKey() throws IOException {
        KeyPair pair = CertificateAuthority.newKeyPair();
        String request = CertificateRequest.create("n2", pair);

        assertThat(CertificateRequest.verifiedKey(request)).isEqualTo(pair.getPublic());

        KeyPair stolen = new KeyPair(CertificateAuthority.newKeyPair().getPublic(), pair.getPrivate());
        assertThatThrownBy(() -> CertificateRequest.verifiedKey(CertificateRequest.create("n2", stolen)))
                .hasMessageContaining("signature");
        assertThatThrownBy(() -> CertificateRequest.verifiedKey("")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> CertificateRequest.verifiedKey(authority.certificatePem()))
                .isInstanceOf(IOException.class);
    }

    /** An https server on loopback, with a certificate for {@code address}. */
    private final class Server implements AutoCloseable {
        private final HttpsServer server;

        Server(CertificateAuthority by, String address) throws Exception {
            KeyPair pair = CertificateAuthority.newKeyPair();
            String chain = by.serverCertificate("n2", pair.getPublic(), List.of(address), NOW);
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(null, null);
            keys.setKeyEntry("server", pair.getPrivate(), new char[0], new Certificate[] {
                CertificateAuthority.readCertificate(chain), CertificateAuthority.readCertificate(by.certificatePem())
            });
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(keys, new char[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(factory.getKeyManagers(), null, null);
            server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(context));
            server.createContext("/", exchange -> {
                exchange.sendResponseHeaders(200, -1);
                exchange.close();
            });
            server.start();
        }

        URI url() {
            return URI.create("https://" + LOOPBACK + ":" + server.getAddress().getPort());
        }

        int get(SSLContext trust) throws IOException, InterruptedException {
            try (HttpClient client = HttpClient.newBuilder().sslContext(trust).build()) {
                return client.send(HttpRequest.newBuilder(url()).build(), BodyHandlers.discarding())
                        .statusCode();
            }
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
