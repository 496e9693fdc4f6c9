package dcm.rest.readiness;

import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Default;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jspecify.annotations.Nullable;

/**
 * Reports within a second, as data, whether the issuer of tokens answers. The service stays ready without it: it verifies tokens with the
 * keys that it has, and those of the SSH gateway.
 */
@Readiness
@Default
@ApplicationScoped
public class IssuerReachability implements HealthCheck {
    private static final Duration BOUND = Duration.ofMillis(800);

    private static final String REACHABLE = "reachable";

    private static final Pattern TRAILING_SLASH = Pattern.compile("/$");

    /** How long an answer is used again: others ask for the health of each service all the time. */
    private static final Duration VALID = Duration.ofSeconds(1);

    private final Optional<URI> issuer;
    private final HttpClient client;
    private @Nullable Probed last;

    /** @param at by {@link System#nanoTime} */
    private record Probed(String state, long at) {}

    @Inject
    IssuerReachability(
            @ConfigProperty(name = "quarkus.oidc.auth-server-url") Optional<URI> issuer,
            @ConfigProperty(name = "quarkus.oidc.tls.tls-configuration-name") Optional<String> tls,
            TlsConfigurationRegistry registry) {
        this(
                issuer,
                tls.flatMap(registry::get).map(IssuerReachability::sslContext).orElse(null));
    }

    IssuerReachability(Optional<URI> issuer, @Nullable SSLContext ownCa) {
        this.issuer = issuer;
        HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(BOUND);
        this.client = (ownCa == null ? builder : builder.sslContext(ownCa)).build();
    }

    private static SSLContext sslContext(TlsConfiguration tls) {
        try {
            return tls.createSSLContext();
        } catch (Exception e) { // as declared
            throw new IllegalStateException("cannot use the CA of the issuer: " + e.getMessage(), e);
        }
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("issuer")
                .up()
                .withData("issuer", state())
                .build();
    }

    /** {@code reachable}, or why not, a second ago at most. Takes about a second at most. */
    public String state() {
        return issuer.map(this::current).orElse("none");
    }

    private synchronized String current(URI address) {
        Probed known = last;
        if (known == null || System.nanoTime() - known.at() > VALID.toNanos()) {
            known = new Probed(probe(address), System.nanoTime());
            last = Thread.currentThread().isInterrupted() ? null : known;
        }
        return known.state();
    }

    /** Whether the issuer answers, or there is none. Takes about a second at most. */
    public boolean isReachable() {
        return issuer.isEmpty() || state().equals(REACHABLE);
    }

    private String probe(URI address) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(TRAILING_SLASH.matcher(address.toString()).replaceFirst("")
                                + "/.well-known/openid-configuration"))
                .timeout(BOUND)
                .build();
        try {
            int status =
                    client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            return status == 200 ? REACHABLE : "not reachable: it answers with status " + status;
        } catch (IOException e) {
            return "not reachable: no answer within " + BOUND.toMillis() + " ms, or no connection";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "not reachable: the service ends";
        }
    }
}
