package dcm.apigateway;

import dcm.apigateway.certificate.TlsMode;
import io.vertx.core.net.HostAndPort;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Where users on other machines reach the gateway. */
@Singleton
class PublicAddress {
    private static final int HTTPS = 443;
    private static final int HTTP = 80;

    private final Optional<URI> url;
    private final TlsMode mode;
    private final List<String> addresses;
    private final int httpsPort;
    private final OptionalInt httpPort;
    private final boolean plainHttpAllowed;
    private final Duration hsts;

    /**
     * @param url the URL of the gateway in users' browsers; empty: it is on loopback only
     * @param addresses the addresses to listen on, in addition to the first listener's
     * @param httpPort empty: no listener without TLS
     * @param plainHttpAllowed whether other machines may connect without TLS
     * @param hsts how long browsers use HTTPS only; zero: they are not asked to
     */
    PublicAddress(
            @ConfigProperty(name = "dcm.public-url") Optional<URI> url,
            @ConfigProperty(name = "dcm.tls") TlsMode mode,
            @ConfigProperty(name = "dcm.listen") Optional<List<String>> addresses,
            @ConfigProperty(name = "dcm.https-port") int httpsPort,
            @ConfigProperty(name = "dcm.http-port") OptionalInt httpPort,
            @ConfigProperty(name = "dcm.allow-plain-http") boolean plainHttpAllowed,
            @ConfigProperty(name = "dcm.hsts") Duration hsts) {
        this.url = url;
        this.mode = mode;
        this.addresses = addresses.orElse(List.of());
        this.httpsPort = httpsPort;
        this.httpPort = httpPort;
        this.plainHttpAllowed = plainHttpAllowed;
        this.hsts = hsts;
    }

    TlsMode mode() {
        return mode;
    }

    List<String> addresses() {
        return addresses;
    }

    int httpsPort() {
        return httpsPort;
    }

    OptionalInt httpPort() {
        return httpPort;
    }

    /** Whether users reach the gateway, or the proxy in front of it, by HTTPS. */
    boolean isHttps() {
        return mode != TlsMode.OFF;
    }

    /** The value of {@code Strict-Transport-Security}; empty if it is not sent. */
    Optional<String> hsts() {
        return hsts.isZero() || !isHttps() ? Optional.empty() : Optional.of("max-age=" + hsts.toSeconds());
    }

    /** The public URL of a path with its query. */
    String urlOf(String uri) {
        String base = url.map(URI::toString).orElseThrow().replaceFirst("/+$", "");
        return base + (uri.startsWith("/") ? uri : "/");
    }

    /** Host and port of the public URL, as browsers send them; empty if there is none. */
    Optional<HostAndPort> authority() {
        return url.map(address -> HostAndPort.create(
                address.getHost().toLowerCase(Locale.ROOT),
                address.getPort() == ("https".equals(address.getScheme()) ? HTTPS : HTTP) ? -1 : address.getPort()));
    }

    /** Why it must not listen; empty if it may. */
    Optional<String> refusal(String firstListener) {
        if (plainHttpAllowed) {
            return Optional.empty();
        }
        if (!isLoopback(firstListener)) {
            return Optional.of(refusal("QUARKUS_HTTP_HOST", firstListener));
        }
        return mode.isGateway()
                ? Optional.empty()
                : addresses.stream()
                        .filter(address -> !isLoopback(address))
                        .findFirst()
                        .map(address -> refusal("DCM_LISTEN", address));
    }

    private static String refusal(String setting, String address) {
        return ("%s is '%s', which other machines can reach, but without TLS others in the network can read passwords and"
                        + " tokens. Use an address of loopback, set DCM_TLS, or set DCM_ALLOW_PLAIN_HTTP=true")
                .formatted(setting, address);
    }

    private static boolean isLoopback(String address) {
        try {
            return InetAddress.ofLiteral(address).isLoopbackAddress();
        } catch (IllegalArgumentException name) {
            return address.equals("localhost");
        }
    }
}
