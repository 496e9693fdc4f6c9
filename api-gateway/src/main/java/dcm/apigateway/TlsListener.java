package dcm.apigateway;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * A second listener, with TLS, for other machines. The first one, without TLS, stays on loopback, where the SSH gateway
 * and local programs use it.
 */
@Singleton
class TlsListener {
    private static final Logger LOG = Logger.getLogger(TlsListener.class);
    /** Quarkus' default, which the first listener has. */
    private static final Duration IDLE = Duration.ofMinutes(30);

    private static final int MAX_LINE = 65_536;

    private final Vertx vertx;
    private final Optional<String> address;
    private final OptionalInt port;
    private final Optional<String> certificate;
    private final Optional<String> key;

    /** @param address empty: there is no second listener */
    TlsListener(
            Vertx vertx,
            @ConfigProperty(name = "dcm.tls.address") Optional<String> address,
            @ConfigProperty(name = "dcm.tls.port") OptionalInt port,
            @ConfigProperty(name = "dcm.tls.certificate") Optional<String> certificate,
            @ConfigProperty(name = "dcm.tls.key") Optional<String> key) {
        this.vertx = vertx;
        this.address = address;
        this.port = port;
        this.certificate = certificate;
        this.key = key;
    }

    /** Ends the service if the address is not one of this machine. */
    void open(@Observes StartupEvent start, Router router) {
        address.ifPresent(local -> vertx.createHttpServer(options())
                .requestHandler(request -> handle(request, router))
                .listen(port.orElseThrow(), local)
                .onSuccess(server -> LOG.infof("listening with TLS: address=%s port=%d", local, server.actualPort()))
                .onFailure(failure -> {
                    LOG.errorf("cannot listen with TLS: address=%s reason=%s", local, failure);
                    Quarkus.asyncExit(1);
                }));
    }

    /** Health and metrics are not for other machines. */
    private static void handle(HttpServerRequest request, Router router) {
        if (String.valueOf(request.path()).startsWith("/q/")) {
            GatewayProblem.notFound("Health and metrics are on the gateway's own machine only.")
                    .send(request.response());
            return;
        }
        router.handle(request);
    }

    /** The same limits as those of the first listener, see application.properties. */
    private HttpServerOptions options() {
        return WebSocketOptions.apply(new HttpServerOptions())
                .setSsl(true)
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.3"))
                .setKeyCertOptions(new PemKeyCertOptions()
                        .setCertPath(certificate.orElseThrow())
                        .setKeyPath(key.orElseThrow()))
                .setUseAlpn(false)
                .setIdleTimeout((int) IDLE.toSeconds())
                .setMaxInitialLineLength(MAX_LINE)
                .setMaxHeaderSize(MAX_LINE)
                .setHandle100ContinueAutomatically(true);
    }
}
