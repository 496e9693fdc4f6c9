package dcm.journey.console;

import dcm.journey.support.Eventually;
import dcm.journey.support.ShellRunner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Debian's nginx, configured with the example in docs/opening.md. */
final class ReverseProxy implements AutoCloseable {
    private static final Path DOCUMENTATION = Path.of("../docs/opening.md");
    private static final String FOR_HTTP = "Example for nginx:";
    private static final String FOR_SERVER = "In the `server` with the certificate:";

    /** The address of DCM in the example. */
    private static final String EXAMPLE = "http://127.0.0.1:8080";

    private final Process nginx;

    /**
     * Starts it on loopback.
     *
     * @param address where its own connections come from
     * @param target the URL of DCM for proxies
     */
    ReverseProxy(Path directory, int port, Path certificate, Path key, String address, String target) {
        try {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve("nginx.conf"), """
                    daemon off;
                    user root;
                    pid nginx.pid;
                    events {}
                    http {
                        access_log off;
                        %s
                        server {
                            listen 127.0.0.1:%d ssl;
                            ssl_certificate %s;
                            ssl_certificate_key %s;
                            proxy_bind %s;
                            %s
                        }
                    }
                    """.formatted(
                            example(FOR_HTTP),
                            port,
                            certificate,
                            key,
                            address,
                            example(FOR_SERVER).replace(EXAMPLE, target)));
            nginx = new ProcessBuilder("nginx", "-p", directory.toString(), "-c", "nginx.conf", "-e", "error.log")
                    .directory(directory.toFile())
                    .inheritIO()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Eventually.that(
                "nginx answers",
                () -> !nginx.isAlive()
                        || ShellRunner.attempt(List.of("curl", "-ksS", "https://127.0.0.1:" + port + "/"))
                                        .code()
                                == 0);
        if (!nginx.isAlive()) {
            throw new AssertionError("nginx ended, see above");
        }
    }

    /** The indented lines after a line of the documentation. */
    private static String example(String title) throws IOException {
        String example = Files.readAllLines(DOCUMENTATION).stream()
                .dropWhile(line -> !line.equals(title))
                .skip(2)
                .takeWhile(line -> line.startsWith("    "))
                .collect(Collectors.joining("\n"));
        if (example.isEmpty()) {
            throw new AssertionError("There is no example after '" + title + "' in " + DOCUMENTATION);
        }
        return example;
    }

    @Override
    public void close() {
        nginx.destroy();
    }
}
