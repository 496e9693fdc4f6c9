package dcm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.cli.Typed.Machine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers with TLS. */
class CertificateTest {
    private static final String PASSWORD = "changeit";

    @TempDir
    private Path directory;

    @Test
    void unknownAuthorityIsRefusedUnlessItsFileIsGiven() throws Exception {
        Path certificate = directory.resolve("ca.pem");
        try (FakeServer server = FakeServer.withTls(context("localhost", "365", certificate))) {
            server.issues("first-token", "refresh-1", 300);
            var machine = new Machine(directory.resolve("config"));

            Typed refused = machine.types("login", server.url());
            Typed accepted = machine.types("login", server.url(), "--ca", certificate.toString());

            assertThat(refused.code()).isEqualTo(3);
            assertThat(refused.err())
                    .contains("an authority that this program does not know", "--ca FILE")
                    .doesNotContain("Internal error");
            assertThat(accepted.out()).isEqualTo("Signed in to localhost as alice.");
            Files.delete(certificate);
            assertThat(machine.types("show").out()).contains("web");
            assertThat(machine.types("login").code())
                    .as("the authority is kept")
                    .isZero();
        }
    }

    @Test
    void certificateForAnotherNameIsRefused() throws Exception {
        Path certificate = directory.resolve("ca.pem");
        try (FakeServer server = FakeServer.withTls(context("elsewhere.example", "365", certificate))) {
            Typed refused = new Machine(directory.resolve("config"))
                    .types("login", server.url(), "--ca", certificate.toString());

            assertThat(refused.code()).isEqualTo(3);
            assertThat(refused.err()).contains("is for another name");
        }
    }

    @Test
    void fileWithoutCertificatesIsRefused() throws IOException {
        Path file = Files.writeString(directory.resolve("ca.pem"), "no certificate");

        assertThat(new Machine(directory)
                        .types("login", "localhost", "--ca", file.toString())
                        .err())
                .contains("no certificates in the PEM format");
    }

    private SSLContext context(String name, String days, Path certificate) throws Exception {
        Path store = directory.resolve(name + ".p12");
        keytool(
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-validity",
                days,
                "-ext",
                "san=dns:" + name,
                "-ext",
                "bc:c",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD);
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                "server",
                "-file",
                certificate.toString(),
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD);
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private static void keytool(String... words) throws IOException, InterruptedException {
        var command = new java.util.ArrayList<>(java.util.List.of(System.getProperty("java.home") + "/bin/keytool"));
        command.addAll(java.util.List.of(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }
}
