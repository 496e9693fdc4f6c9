package dcm.apigateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dcm.join.CertificateAuthority;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.config.SSLConfig;
import io.restassured.specification.RequestSpecification;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The listener with TLS, whose certificate the installation's own authority signs. */
@QuarkusTest
@WithTestResource(FakeBackendServices.class)
@TestProfile(PublicListenerTest.OwnAuthority.class)
class PublicListenerTest {
    public static final class OwnAuthority implements QuarkusTestProfile {
        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(Certificates.class));
        }
    }

    public static final class Certificates implements QuarkusTestResourceLifecycleManager {
        @Override
        public Map<String, String> start() {
            try {
                Path directory = Files.createTempDirectory("dcm-public");
                CertificateAuthority authority = CertificateAuthority.ensure(
                        directory.resolve("ca.key"), directory.resolve("ca.crt"), "test", Instant.now());
                KeyPair cluster = CertificateAuthority.newKeyPair();
                CertificateAuthority.writeKey(directory.resolve("cluster.key"), cluster.getPrivate());
                Files.writeString(
                        directory.resolve("cluster.crt"),
                        authority.serverCertificate(
                                "localhost", cluster.getPublic(), List.of("localhost"), Instant.now()));
                int https = freePort();
                return Map.ofEntries(
                        Map.entry("dcm.public-url", "https://localhost:" + https),
                        Map.entry("dcm.tls", "own-ca"),
                        Map.entry("dcm.listen", "127.0.0.1"),
                        Map.entry("dcm.https-port", Integer.toString(https)),
                        Map.entry("dcm.http-port", Integer.toString(freePort())),
                        file("dcm.tls.certificate", directory, "public.crt"),
                        file("dcm.tls.key", directory, "public.key"),
                        file("dcm.tls.authority", directory, "ca.crt"),
                        file("dcm.tls.authority-key", directory, "ca.key"),
                        Map.entry("dcm.cluster-listener.address", "127.0.0.1"),
                        Map.entry("dcm.cluster-listener.port", Integer.toString(freePort())),
                        file("dcm.cluster-listener.certificate", directory, "cluster.crt"),
                        file("dcm.cluster-listener.key", directory, "cluster.key"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static Map.Entry<String, String> file(String setting, Path directory, String name) {
            return Map.entry(setting, directory.resolve(name).toString());
        }

        @Override
        public void stop() {}

        private static int freePort() throws IOException {
            try (var socket = new ServerSocket(0)) {
                return socket.getLocalPort();
            }
        }
    }

    @Test
    void requestWithoutTlsIsRedirected() {
        given().redirects()
                .follow(false)
                .port(Integer.parseInt(setting("dcm.http-port")))
                .post("/v1/containers?wait=3")
                .then()
                .statusCode(308)
                .header("Location", setting("dcm.public-url") + "/v1/containers?wait=3");
    }

    @Test
    void connectionIsNotUpgradedToHttp2() throws IOException {
        try (var socket = new Socket("127.0.0.1", Integer.parseInt(setting("dcm.http-port")))) {
            assertThat(firstLine(
                            socket,
                            "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, HTTP2-Settings\r\n"
                                    + "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n"))
                    .isEqualTo("HTTP/1.1 308 Permanent Redirect");
        }
    }

    @Test
    void connectionThatBeginsWithHttp2IsHandledAsHttp1() throws IOException {
        try (var socket = new Socket("127.0.0.1", Integer.parseInt(setting("dcm.http-port")))) {
            // The preface, and an empty frame of settings. HTTP/2 would answer with a frame, not with a line.
            assertThat(firstLine(socket, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0"))
                    .matches("HTTP/\\S+ (308 Permanent Redirect|501 Not Implemented)");
        }
    }

    private static String firstLine(Socket socket, String request) throws IOException {
        socket.setSoTimeout(10_000);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        var lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
        return String.valueOf(lines.readLine());
    }

    @Test
    void requestWithTlsIsForwardedAndAnsweredWithHsts() {
        encrypted()
                .get("/v1/containers")
                .then()
                .statusCode(200)
                .header("Strict-Transport-Security", "max-age=31536000")
                .body("headers.x-forwarded-proto", equalTo("https"))
                .body("headers.x-forwarded-host", equalTo("localhost:" + httpsPort()))
                .body("headers.x-forwarded-for", equalTo("127.0.0.1"));
    }

    @Test
    void forwardedHeadersOfAClientAreNotBelieved() {
        encrypted()
                .header("X-Forwarded-For", "192.0.2.7")
                .header("X-Forwarded-Host", "evil.example")
                .get("/v1/containers")
                .then()
                .statusCode(200)
                .body("headers.x-forwarded-for", equalTo("127.0.0.1"))
                .body("headers.x-forwarded-host", equalTo("localhost:" + httpsPort()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/health", "/q/metrics", "/%71/health", "/q%2Fhealth", "/q/%68ealth", "/%71%2fmetrics"})
    void healthIsNotForOtherMachines(String path) throws Exception {
        String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";

        try (SSLSocket socket = connect("TLSv1.3")) {
            assertThat(firstLine(socket, request)).isEqualTo("HTTP/1.1 404 Not Found");
        }
        try (SSLSocket socket = connect("TLSv1.3", Integer.parseInt(setting("dcm.cluster-listener.port")))) {
            assertThat(firstLine(socket, request)).isEqualTo("HTTP/1.1 404 Not Found");
        }
    }

    @Test
    void brokenEscapeIsRejected() throws Exception {
        try (SSLSocket socket = connect("TLSv1.3")) {
            assertThat(firstLine(socket, "GET /%71%/health HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                    .isEqualTo("HTTP/1.1 400 Bad Request");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void currentVersionsOfTlsAreOffered(String version) throws Exception {
        try (SSLSocket socket = connect(version)) {
            socket.startHandshake();
            assertThat(socket.getSession().getProtocol()).isEqualTo(version);
        }
    }

    @Test
    void replacedCertificateIsUsedWithoutARestart() throws Exception {
        X509Certificate before = certificate();
        KeyPair pair = CertificateAuthority.newKeyPair();
        CertificateAuthority authority = CertificateAuthority.load(
                Path.of(setting("dcm.tls.authority-key")), Path.of(setting("dcm.tls.authority")));
        String next = authority.serverCertificate("localhost", pair.getPublic(), List.of("localhost"), Instant.now());

        CertificateAuthority.writeKey(Path.of(setting("dcm.tls.key")), pair.getPrivate());
        Files.writeString(Path.of(setting("dcm.tls.certificate")), next);

        Awaitility.await("the new certificate is used")
                .atMost(Duration.ofSeconds(15))
                // Vert.x closes connections that are opened during the milliseconds of the replacement.
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> !certificate().equals(before));
        encrypted().get("/v1/containers").then().statusCode(200);
    }

    private static X509Certificate certificate() throws IOException, GeneralSecurityException {
        try (SSLSocket socket = connect("TLSv1.3")) {
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    private static SSLSocket connect(String version) throws IOException, GeneralSecurityException {
        return connect(version, httpsPort());
    }

    private static SSLSocket connect(String version, int port) throws IOException, GeneralSecurityException {
        Awaitility.await("the certificate is created")
                .atMost(Duration.ofSeconds(10))
                .until(() -> Files.exists(Path.of(setting("dcm.tls.certificate"))));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trustStore());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        var socket = (SSLSocket) context.getSocketFactory().createSocket("localhost", port);
        socket.setEnabledProtocols(new String[] {version});
        return socket;
    }

    private static RequestSpecification encrypted() {
        return given().config(
                        RestAssured.config().sslConfig(SSLConfig.sslConfig().trustStore(trustStore())))
                .baseUri("https://localhost")
                .port(httpsPort());
    }

    private static KeyStore trustStore() {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry(
                    "ca",
                    CertificateAuthority.readCertificate(Files.readString(Path.of(setting("dcm.tls.authority")))));
            return store;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int httpsPort() {
        return Integer.parseInt(setting("dcm.https-port"));
    }

    private static String setting(String name) {
        return ConfigProvider.getConfig().getValue(name, String.class);
    }
}
