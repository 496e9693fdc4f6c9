package dcm.rest.readiness;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Default;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Reports within a second, as data, whether the issuer of tokens answers. The service stays ready without it: it verifies tokens with the
 * keys that it has, and those of the SSH gateway.
 */
@Readiness
@Default
@ApplicationScoped
public class IssuerSeen implements HealthCheck {
    private static final Duration BOUND = Duration.ofMillis(800);

    private final Optional<URI> issuer;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(BOUND).build();

    IssuerSeen(@ConfigProperty(name = "quarkus.oidc.auth-server-url") Optional<URI> issuer) {
        this.issuer = issuer;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("issuer")
                .up()
                .withData("issuer", issuer.map(this::look).orElse("none"))
                .build();
    }

    private String look(URI address) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + "/.well-known/openid-configuration"))
                .timeout(BOUND)
                .build();
        try {
            int status =
                    client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            return status == 200 ? "reachable" : "not reachable: it answers with status " + status;
        } catch (IOException e) {
            return "not reachable: no answer within " + BOUND.toMillis() + " ms, or no connection";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "not reachable: the service ends";
        }
    }
}
