package dcm.apigateway;

import dcm.apigateway.certificate.AcmeChallenges;
import dcm.apigateway.certificate.CertificateKeeper;
import dcm.apigateway.certificate.PublicCertificate;
import io.quarkus.logging.Log;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.SSLOptions;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The listeners for users on other machines: with TLS, and one that redirects to it; or without TLS, for a reverse proxy. The first
 * listener stays on loopback, where the SSH gateway and local programs use it.
 */
@Singleton
class PublicListener {
    static final String HSTS = "Strict-Transport-Security";

    private static final Set<String> PROTOCOLS = Set.of("TLSv1.2", "TLSv1.3");
    private static final int PERMANENT_REDIRECT = 308;

    private final Vertx vertx;
    private final PublicAddress address;
    private final CertificateKeeper certificates;
    private final AcmeChallenges challenges;
    private final TrustedProxies proxies;
    private final RequestRateLimit rate;
    private final ConnectionLimit connections;
    private final String firstListener;
    private final List<HttpServer> encrypted = new CopyOnWriteArrayList<>();

    /** Whether the listeners with TLS were opened. Used by the certificates' thread only. */
    private boolean opened;

    PublicListener(
            Vertx vertx,
            PublicAddress address,
            CertificateKeeper certificates,
            AcmeChallenges challenges,
            TrustedProxies proxies,
            RequestRateLimit rate,
            ConnectionLimit connections,
            @ConfigProperty(name = "quarkus.http.host") String firstListener) {
        this.vertx = vertx;
        this.address = address;
        this.certificates = certificates;
        this.challenges = challenges;
        this.proxies = proxies;
        this.rate = rate;
        this.connections = connections;
        this.firstListener = firstListener;
    }

    /** Ends the service if it must not listen, or an address is not one of this machine. */
    void open(@Observes StartupEvent start, Router router) {
        Optional<String> refusal = address.refusal(firstListener);
        if (refusal.isPresent()) {
            Log.errorf("listener refused: reason=%s", refusal.get());
            Quarkus.asyncExit(1);
            return;
        }
        address.httpPort().ifPresent(port -> listen(port, ListenerOptions.plain(), false, plainHandler(router)));
        if (address.mode().isGateway()) {
            certificates.subscribe(certificate -> use(certificate, router));
        }
    }

    private Handler<HttpServerRequest> plainHandler(Router router) {
        return switch (address.mode()) {
            case OFF -> ListenerOptions.withoutHealth(router);
            case PROXY ->
                request -> proxyRefusal(request)
                        .ifPresentOrElse(problem -> problem.send(request.response()), () -> router.handle(request));
            case FILES, OWN_CA, ACME -> this::redirect;
        };
    }

    /** Why a request at the proxy's listener is rejected; empty if it is not. A proxy states a client in each request. */
    private Optional<GatewayProblem> proxyRefusal(HttpServerRequest request) {
        if (!proxies.contains(InetAddress.ofLiteral(request.remoteAddress().hostAddress()))) {
            return Optional.of(GatewayProblem.proxyOnly(address.urlOf("/")));
        }
        return request.headers().contains(ForwardedHeaders.FOR)
                ? Optional.empty()
                : Optional.of(GatewayProblem.badRequest(
                        "The reverse proxy sent no header X-Forwarded-For. It must state the address of the client."));
    }

    /** Redirects to HTTPS, and answers the ACME server. */
    private void redirect(HttpServerRequest request) {
        OptionalLong wait =
                rate.count(InetAddress.ofLiteral(request.remoteAddress().hostAddress()));
        if (wait.isPresent()) {
            request.response()
                    .putHeader(HttpHeaders.RETRY_AFTER, Long.toString(wait.getAsLong()))
                    .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            GatewayProblem.tooMany(rate.perSecond(), wait.getAsLong()).send(request.response());
            return;
        }
        Optional<String> answer = challenges.answer(String.valueOf(request.path()));
        if (answer.isPresent()) {
            request.response().putHeader(HttpHeaders.CONTENT_TYPE, "text/plain").end(answer.get());
        } else {
            request.response()
                    .setStatusCode(PERMANENT_REDIRECT)
                    .putHeader(HttpHeaders.LOCATION, address.urlOf(request.uri()))
                    .end();
        }
    }

    private synchronized void use(PublicCertificate certificate, Router router) {
        PemKeyCertOptions pem = new PemKeyCertOptions()
                .setCertValue(Buffer.buffer(certificate.chain()))
                .setKeyValue(Buffer.buffer(certificate.key()));
        if (opened) {
            var options = new SSLOptions().setKeyCertOptions(pem).setEnabledSecureTransportProtocols(PROTOCOLS);
            encrypted.forEach(server -> server.updateSSLOptions(options).onFailure(failure -> {
                Log.errorf("certificate not used: reason=%s", failure);
                certificates.reportUnused(String.valueOf(failure.getMessage()));
            }));
            return;
        }
        opened = true;
        HttpServerOptions options = ListenerOptions.tls()
                .setEnabledSecureTransportProtocols(PROTOCOLS)
                .setKeyCertOptions(pem);
        Handler<HttpServerRequest> handler = ListenerOptions.withoutHealth(router);
        listen(address.httpsPort(), options, true, request -> {
            address.hsts().ifPresent(value -> request.response().putHeader(HSTS, value));
            handler.handle(request);
        });
    }

    /** Listens on all addresses, with one event loop for each processor. */
    private void listen(int port, HttpServerOptions options, boolean isEncrypted, Handler<HttpServerRequest> handler) {
        var instances =
                new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors());
        for (String local : address.addresses()) {
            vertx.deployVerticle(
                            () -> new AbstractVerticle() {
                                @Override
                                public void start(Promise<Void> started) {
                                    HttpServer server = vertx.createHttpServer(options)
                                            .connectionHandler(connection -> connections.opened(vertx, connection))
                                            .requestHandler(request -> {
                                                connections.requested(vertx, request);
                                                handler.handle(request);
                                            });
                                    if (isEncrypted) {
                                        encrypted.add(server);
                                    }
                                    server.listen(port, local).<Void>mapEmpty().onComplete(started);
                                }
                            },
                            instances)
                    .onSuccess(id -> Log.infof("listening: address=%s port=%d", local, port))
                    .onFailure(failure -> {
                        Log.errorf("cannot listen: address=%s port=%d reason=%s", local, port, failure.getMessage());
                        Quarkus.asyncExit(1);
                    });
        }
    }
}
