package dcm.apigateway;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The secret with which this gateway authenticates requests that users must not send themselves: to terminals, and to record sign-ins.
 * Thread-safe.
 */
@Singleton
public class GatewaySecret {
    static final String HEADER = "X-DCM-Gateway-Secret";

    private final Optional<String> secret;

    /** @param file the file with the secret; without one, those requests are refused */
    GatewaySecret(Vertx vertx, @ConfigProperty(name = "dcm.gateways.secret") Optional<String> file) {
        secret = file.map(
                path -> vertx.fileSystem().readFileBlocking(path).toString().strip());
    }

    /** Adds the secret to the headers of a request to a service. */
    public void addTo(MultiMap headers) {
        secret.ifPresent(text -> headers.set(HEADER, text));
    }
}
