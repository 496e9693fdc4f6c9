package dcm.apigateway;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
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
class ClusterListener {
    private static final Logger LOG = Logger.getLogger(ClusterListener.class);

    private final Vertx vertx;
    private final Optional<String> address;
    private final OptionalInt port;
    private final Optional<String> certificate;
    private final Optional<String> key;

    /** @param address empty: there is no second listener */
    ClusterListener(
            Vertx vertx,
            @ConfigProperty(name = "dcm.cluster-listener.address") Optional<String> address,
            @ConfigProperty(name = "dcm.cluster-listener.port") OptionalInt port,
            @ConfigProperty(name = "dcm.cluster-listener.certificate") Optional<String> certificate,
            @ConfigProperty(name = "dcm.cluster-listener.key") Optional<String> key) {
        this.vertx = vertx;
        this.address = address;
        this.port = port;
        this.certificate = certificate;
        this.key = key;
    }

    /** Ends the service if the address is not one of this machine. */
    void open(@Observes StartupEvent start, Router router) {
        address.ifPresent(local -> vertx.createHttpServer(options())
                .requestHandler(ListenerOptions.withoutHealth(router))
                .listen(port.orElseThrow(), local)
                .onSuccess(server -> LOG.infof("listening with TLS: address=%s port=%d", local, server.actualPort()))
                .onFailure(failure -> {
                    LOG.errorf("cannot listen with TLS: address=%s reason=%s", local, failure);
                    Quarkus.asyncExit(1);
                }));
    }

    private HttpServerOptions options() {
        return ListenerOptions.tls()
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.3"))
                .setKeyCertOptions(new PemKeyCertOptions()
                        .setCertPath(certificate.orElseThrow())
                        .setKeyPath(key.orElseThrow()));
    }
}
