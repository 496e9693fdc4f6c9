package dcm.journey.console;

import dcm.journey.support.Eventually;
import dcm.journey.support.ShellRunner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Debian's Pebble, an ACME server for tests, with a DNS server that resolves every name to loopback. Pebble refuses some nonces at
 * random, so that clients must repeat requests.
 */
final class AcmeServer implements AutoCloseable {
    private static final int PORT = 18_640;
    private static final int MANAGEMENT_PORT = 18_641;
    private static final int DNS_PORT = 18_653;

    private final Path directory;
    private final List<Process> processes = new ArrayList<>();

    /** @param challengePort the port to which it connects in place of 80 */
    AcmeServer(Path directory, int challengePort) {
        this.directory = directory;
        try {
            Files.createDirectories(directory);
            openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2")
                    .run("-keyout", "ca.key", "-out", "ca.crt", "-subj", "/CN=pebble");
            openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
                    .run("-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=localhost");
            Files.writeString(directory.resolve("names"), "subjectAltName=DNS:localhost,IP:127.0.0.1\n");
            openssl("x509", "-req", "-in", "server.csr", "-days", "2", "-extfile", "names")
                    .run("-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial", "-out", "server.crt");
            Files.writeString(directory.resolve("pebble.json"), """
                    {"pebble": {"listenAddress": "127.0.0.1:%d", "managementListenAddress": "127.0.0.1:%d",
                     "certificate": "server.crt", "privateKey": "server.key", "httpPort": %d, "tlsPort": 18644,
                     "ocspResponderURL": "", "externalAccountBindingRequired": false,
                     "profiles": {"default": {"description": "the default", "validityPeriod": 7776000}}}}
                    """.formatted(PORT, MANAGEMENT_PORT, challengePort));
            start(
                    "pebble-challtestsrv",
                    "-defaultIPv4",
                    "127.0.0.1",
                    "-defaultIPv6",
                    "",
                    "-dns01",
                    "127.0.0.1:" + DNS_PORT,
                    "-http01",
                    "",
                    "-https01",
                    "",
                    "-tlsalpn01",
                    "",
                    "-doh",
                    "",
                    "-management",
                    "127.0.0.1:18655");
            start("pebble", "-config", "pebble.json", "-dnsserver", "127.0.0.1:" + DNS_PORT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Eventually.that(
                "the ACME server answers",
                () -> ShellRunner.attempt(curl(url())).code() == 0);
    }

    String url() {
        return "https://localhost:" + PORT + "/dir";
    }

    /** The authority of the server's own certificate. */
    Path ca() {
        return directory.resolve("ca.crt");
    }

    /** Writes the authority of the certificates that it issues to a file. */
    Path root() {
        Path file = directory.resolve("root.crt");
        try {
            List<String> request = curl("https://localhost:" + MANAGEMENT_PORT + "/roots/0");
            return Files.writeString(file, ShellRunner.run(request.toArray(String[]::new)) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> curl(String url) {
        return List.of("curl", "-sS", "--fail", "--cacert", ca().toString(), url);
    }

    private void start(String... words) throws IOException {
        var builder = new ProcessBuilder(words)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(words[0] + ".log").toFile());
        builder.environment().put("PEBBLE_VA_NOSLEEP", "1");
        processes.add(builder.start());
    }

    @FunctionalInterface
    private interface Openssl {
        void run(String... more);
    }

    private Openssl openssl(String... words) {
        return more -> {
            var command = new ArrayList<>(List.of("env", "-C", directory.toString(), "openssl"));
            command.addAll(List.of(words));
            command.addAll(List.of(more));
            ShellRunner.run(command.toArray(String[]::new));
        };
    }

    @Override
    public void close() {
        processes.forEach(Process::destroy);
    }
}
