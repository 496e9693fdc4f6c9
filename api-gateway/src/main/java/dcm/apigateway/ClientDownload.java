package dcm.apigateway;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Offers the program {@code dcm} for users' own machines, in the version of this server. */
@Singleton
class ClientDownload {
    static final String PATH = "/client/dcm";

    private final Optional<String> file;

    /** @param file empty: there is none to offer */
    ClientDownload(@ConfigProperty(name = "dcm.client.file") Optional<String> file) {
        this.file = file;
    }

    void open(@Observes Router router) {
        router.get(PATH).method(HttpMethod.HEAD).handler(this::send);
    }

    private void send(RoutingContext context) {
        if (file.isEmpty()) {
            sendNotFound(context);
            return;
        }
        context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/octet-stream")
                .putHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"dcm\"")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .putHeader("X-Content-Type-Options", "nosniff")
                .sendFile(file.get())
                .onFailure(failure -> {
                    context.response().headers().clear();
                    sendNotFound(context);
                });
    }

    private static void sendNotFound(RoutingContext context) {
        GatewayProblem.notFound("This server does not offer the program dcm. Ask an administrator for it.")
                .send(context.response());
    }
}
