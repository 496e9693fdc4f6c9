package dcm.apigateway;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The HTTP client for the services behind the API gateway, and their addresses. */
@Singleton
public class BackendServices {
    /** Timeout until an answer begins. Services let a caller wait for 120 s at most. */
    private static final Duration MAX_WAIT = Duration.ofMinutes(3);
    /** Timeout for silence within an answer; the same as the services' idle timeout. */
    private static final Duration MAX_SILENCE = Duration.ofMinutes(30);

    private static final Duration CONNECTING = Duration.ofSeconds(3);
    /** Each waiting caller and each stream uses a connection. */
    private static final int CONNECTIONS_PER_SERVICE = 2_000;

    private final HttpClient client;
    private final Map<BackendService, URI> addresses;

    BackendServices(
            Vertx vertx,
            @ConfigProperty(name = "dcm.command.url") URI command,
            @ConfigProperty(name = "dcm.projection.url") URI projection,
            @ConfigProperty(name = "dcm.user.url") URI user,
            @ConfigProperty(name = "dcm.ssh-gateway.url") URI sshGateway) {
        client = vertx.createHttpClient(new HttpClientOptions()
                .setMaxPoolSize(CONNECTIONS_PER_SERVICE)
                .setConnectTimeout((int) CONNECTING.toMillis())
                .setIdleTimeout((int) MAX_SILENCE.toSeconds()));
        addresses = Map.of(
                BackendService.COMMAND_SERVICE, command,
                BackendService.PROJECTION_SERVICE, projection,
                BackendService.USER_SERVICE, user,
                BackendService.SSH_GATEWAY, sshGateway);
    }

    /** The client for all requests to services. */
    public HttpClient client() {
        return client;
    }

    /** The base URL of {@code service}. */
    URI address(BackendService service) {
        URI address = addresses.get(service);
        if (address == null) {
            throw new IllegalArgumentException("no address for " + service);
        }
        return address;
    }

    Future<HttpClientRequest> connect(BackendService service) {
        return client.request(options(service).setIdleTimeout(MAX_WAIT.toMillis()));
    }

    /** The body of a successful GET of {@code path}; fails if there is none within {@code timeout}. */
    Future<Buffer> get(BackendService service, String path, Duration timeout) {
        RequestOptions options =
                options(service).setURI(path).setTimeout(timeout.toMillis()).setIdleTimeout(timeout.toMillis());
        return client.request(options)
                .compose(HttpClientRequest::send)
                .compose(BackendServices::successful)
                .compose(HttpClientResponse::body);
    }

    /** Options for a request to {@code service}, with its scheme, host and port. */
    public RequestOptions options(BackendService service) {
        URI address = address(service);
        boolean encrypted = "https".equals(address.getScheme());
        int port = address.getPort() > 0 ? address.getPort() : encrypted ? 443 : 80;
        return new RequestOptions().setSsl(encrypted).setHost(address.getHost()).setPort(port);
    }

    private static Future<HttpClientResponse> successful(HttpClientResponse response) {
        return response.statusCode() == 200
                ? Future.succeededFuture(response)
                : Future.failedFuture("answered with status " + response.statusCode());
    }
}
