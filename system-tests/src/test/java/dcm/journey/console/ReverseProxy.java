package dcm.journey.console;

import dcm.journey.support.Eventually;
import dcm.journey.support.ShellRunner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Debian's nginx, configured with the examples in the documentation. */
final class ReverseProxy implements AutoCloseable {
    private static final Path OPENING = Path.of("../docs/opening.md");
    private static final Path SCALE = Path.of("../docs/scale.md");

    /** The addresses of the API gateways in the examples. */
    private static final List<String> GATEWAYS = List.of("127.0.0.1:8080", "127.0.0.1:8100");

    private final Process nginx;

    /**
     * Starts it on loopback.
     *
     * @param http the configuration outside of the {@code server}
     * @param server the configuration of the {@code server}
     */
    private ReverseProxy(Path directory, Site site, String http, String server) {
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
                            %s
                        }
                    }
                    """.formatted(
                            http, site.port(), site.certificate(), site.key(), server));
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
                        || ShellRunner.attempt(List.of("curl", "-ksS", "https://127.0.0.1:" + site.port() + "/"))
                                        .code()
                                == 0);
        if (!nginx.isAlive()) {
            throw new AssertionError("nginx ended, see above");
        }
    }

    /** Where it listens, and the files of its certificate. */
    record Site(int port, Path certificate, Path key) {}

    /**
     * A proxy for one API gateway.
     *
     * @param address where its own connections come from
     * @param gateway HOST:PORT
     */
    static ReverseProxy of(Path directory, Site site, String address, String gateway) {
        return new ReverseProxy(
                directory,
                site,
                forHttp(),
                "proxy_bind %s;\n".formatted(address) + forServer().replace(GATEWAYS.getFirst(), gateway));
    }

    /**
     * A proxy that shares browsers between API gateways.
     *
     * @param gateways HOST:PORT of two
     */
    static ReverseProxy balancing(Path directory, Site site, List<String> gateways) {
        String upstream = example(SCALE, "Outside of the `server`:");
        for (int i = 0; i < GATEWAYS.size(); i++) {
            upstream = upstream.replace(GATEWAYS.get(i), gateways.get(i));
        }
        return new ReverseProxy(
                directory,
                site,
                forHttp() + "\n" + upstream,
                example(SCALE, "In the `server`, where `proxy_pass` is now `http://dcm`:")
                        + "\n"
                        + forServer().replace(GATEWAYS.getFirst(), "dcm"));
    }

    private static String forHttp() {
        return example(OPENING, "Example for nginx:");
    }

    private static String forServer() {
        return example(OPENING, "In the `server` with the certificate:");
    }

    /** The indented lines after a line of the documentation. */
    private static String example(Path documentation, String title) {
        String example = lines(documentation).stream()
                .dropWhile(line -> !line.equals(title))
                .skip(2)
                .takeWhile(line -> line.startsWith("    "))
                .collect(Collectors.joining("\n"));
        if (example.isEmpty()) {
            throw new AssertionError("There is no example after '" + title + "' in " + documentation);
        }
        return example;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        nginx.destroy();
    }
}
