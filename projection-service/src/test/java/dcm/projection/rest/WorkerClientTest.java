package dcm.projection.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dcm.contract.identity.HostName;
import dcm.contract.identity.OwnerName;
import dcm.rest.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a worker that serves HTTPS with a certificate of the installation's own CA. */
class WorkerClientTest {
    private static final HostName HOST = new HostName("n2");
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    private static Path directory;

    private final List<String> authorizations = new ArrayList<>();
    private TokenKeyFile key;
    private HttpsServer server;
    private int status = 200;
    private String body = "answer";

    @BeforeEach
    void startWorker() throws Exception {
        key = TokenKeyFile.in(directory);
        if (!Files.exists(file("ca.pem"))) {
            createCertificates();
        }
    }

    @AfterEach
    void stopWorker() {
        if (server != null) {
            server.stop(0);
        }
    }

    @Test
    void workerWithACertificateOfTheInstallationsCaIsTrusted() throws Exception {
        serve("worker");

        assertThat(get(Optional.of(file("ca.pem")))).isEqualTo("answer");
    }

    @Test
    void requestCarriesATokenForThisWorkerInTheNameOfTheCaller() throws Exception {
        serve("worker");

        get(Optional.of(file("ca.pem")));

        String subject = new JwtConsumerBuilder()
                .setVerificationKey(key.publicKey())
                .setExpectedAudience("worker-n2")
                .build()
                .processToClaims(authorizations.getFirst().replace("Bearer ", ""))
                .getSubject();
        assertThat(subject).isEqualTo("alice");
    }

    @Test
    void certificateOfTheInstallationsCaIsNotTrustedWithoutTheSetting() throws Exception {
        serve("worker");

        assertRefused(Optional.empty());
    }

    @Test
    void certificateOfAnotherCaIsNotTrusted() throws Exception {
        serve("worker");

        assertRefused(Optional.of(file("other-ca.pem")));
    }

    @Test
    void certificateForAnotherNameIsNotTrusted() throws Exception {
        serve("elsewhere");

        assertRefused(Optional.of(file("ca.pem")));
    }

    @Test
    void fileWithoutACertificateIsReportedWithTheSetting() throws IOException {
        Path empty = Files.writeString(directory.resolve("empty.pem"), "");

        assertThatThrownBy(() -> WorkerTls.trusting(empty))
                .hasMessageContaining("DCM_HOSTS_CA")
                .hasMessageContaining(empty.toString());
    }

    @Test
    void workerThatRejectsTheTokenIsNotReportedAsAWrongTokenOfTheUser() throws Exception {
        status = 401;
        body = "{\"code\":\"unauthenticated\",\"detail\":\"The access token is rejected.\"}";
        serve("worker");

        assertThatThrownBy(() -> get(Optional.of(file("ca.pem"))))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("DCM_HOST_TOKEN_KEY");
    }

    private void assertRefused(Optional<Path> ca) {
        assertThatThrownBy(() -> get(ca)).hasMessageContaining("The host n2 does not respond");
        assertThat(authorizations).isEmpty();
    }

    private String get(Optional<Path> ca) throws Exception {
        String url = "https://localhost:" + server.getAddress().getPort();
        WorkerRequests requests = new WorkerRequests(
                () -> new OwnerName("alice"), host -> Optional.of(url), new WorkerTokens(key.file()), ca);
        try (InputStream answer = new WorkerClient(requests, new ObjectMapper()).get(HOST, "/v1/containers/c/top")) {
            return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void serve(String certificate) throws Exception {
        KeyStore store = load(certificate);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    private static void createCertificates() throws Exception {
        for (String ca : List.of("ca", "other-ca")) {
            generate(ca, "-ext", "bc:c");
            byte[] certificate = load(ca).getCertificate(ca).getEncoded();
            Files.writeString(
                    file(ca + ".pem"),
                    "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
                            .formatted(Base64.getMimeEncoder().encodeToString(certificate)));
        }
        certify("worker", "SAN=dns:localhost");
        certify("elsewhere", "SAN=dns:elsewhere.example");
    }

    /** A key pair with a certificate that the CA signed. */
    private static void certify(String name, String extension) throws Exception {
        Files.copy(store("ca"), store(name));
        generate(name, "-ext", extension, "-signer", "ca");
        KeyStore keys = load(name);
        keys.deleteEntry("ca"); // otherwise the server could present it
        try (OutputStream out = Files.newOutputStream(store(name))) {
            keys.store(out, PASSWORD);
        }
    }

    private static void generate(String name, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/keytool",
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=" + name,
                "-keystore",
                store(name).toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD)));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    private static KeyStore load(String name) throws Exception {
        return KeyStore.getInstance(store(name).toFile(), PASSWORD);
    }

    private static Path file(String name) {
        return directory.resolve(name);
    }

    private static Path store(String name) {
        return file(name + ".p12");
    }
}
