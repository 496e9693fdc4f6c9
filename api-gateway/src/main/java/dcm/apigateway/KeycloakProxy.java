package dcm.apigateway;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyOptions;
import io.vertx.httpproxy.ProxyResponse;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Offers the sign-in pages of the installation's own Keycloak under the gateway's origin. Users need no other name, port or certificate.
 * Keycloak's administration, other realms and the registration of clients stay on loopback.
 */
@Singleton
class KeycloakProxy {
    private static final List<String> OFFERED = List.of("/realms/dcm", "/resources");
    private static final String REGISTRATION = "/realms/dcm/clients-registrations";

    private final Optional<URI> keycloak;
    private final BackendServices services;

    /** @param keycloak its address; empty: it is not offered */
    KeycloakProxy(@ConfigProperty(name = "dcm.keycloak.url") Optional<URI> keycloak, BackendServices services) {
        this.keycloak = keycloak;
        this.services = services;
    }

    void open(@Observes Router router) {
        keycloak.ifPresent(address -> {
            HttpProxy proxy = HttpProxy.reverseProxy(new ProxyOptions().setSupportWebSocket(false), services.client())
                    .origin(address.getPort(), address.getHost())
                    .addInterceptor(new Forwarding());
            OFFERED.forEach(path -> router.route(path + "*").handler(context -> handle(context, proxy)));
        });
    }

    private static void handle(RoutingContext context, HttpProxy proxy) {
        if (isOffered(context.normalizedPath())) {
            proxy.handle(context.request());
        } else {
            context.next();
        }
    }

    static boolean isOffered(String path) {
        return OFFERED.stream().anyMatch(offered -> isBelow(path, offered)) && !isBelow(path, REGISTRATION);
    }

    private static boolean isBelow(String path, String parent) {
        return path.equals(parent) || path.startsWith(parent + "/");
    }

    private static final class Forwarding implements ProxyInterceptor {
        @Override
        public Future<ProxyResponse> handleProxyRequest(ProxyContext context) {
            HttpServerRequest request = context.request().proxiedRequest();
            ForwardedHeaders.replace(context.request().headers(), request);
            context.request().headers().remove(GatewaySecret.HEADER).remove(HttpHeaders.EXPECT);
            return context.sendRequest()
                    .recover(failure -> Future.succeededFuture(GatewayProblem.issuerUnreachable()
                            .fill(context.request().release().response())));
        }
    }
}
