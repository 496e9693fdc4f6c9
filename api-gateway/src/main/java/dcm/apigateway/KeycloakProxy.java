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
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Offers the sign-in pages of the installation's own Keycloak under the gateway's origin. Users need no other name, port or certificate.
 * Keycloak's administration, other realms and the registration of clients stay on loopback. The request rate per address is lower than
 * that of other requests, because Keycloak keeps a session for each page of a sign-in that it sends.
 */
@Singleton
class KeycloakProxy {
    /** Scripts, styles and images of the pages. */
    private static final String RESOURCES = "/resources";

    private static final List<String> OFFERED = List.of("/realms/dcm", RESOURCES);
    private static final String REGISTRATION = "/realms/dcm/clients-registrations";

    /** An escape that Keycloak could decode to a '/'. */
    private static final String ESCAPED_SLASH = "%2f";

    /** In bytes. All requests to these pages are small forms. */
    private static final long LARGEST_BODY = 64 * 1024;

    private final Optional<URI> keycloak;
    private final BackendServices services;
    private final RequestRateLimit rate;

    /**
     * @param keycloak its address; empty: it is not offered
     * @param perSecond the permitted sustained requests per second of an address
     * @param burst how many additional requests are permitted at once
     */
    KeycloakProxy(
            @ConfigProperty(name = "dcm.keycloak.url") Optional<URI> keycloak,
            @ConfigProperty(name = "dcm.keycloak.requests-per-second") int perSecond,
            @ConfigProperty(name = "dcm.keycloak.requests-burst") int burst,
            BackendServices services) {
        this.keycloak = keycloak;
        this.services = services;
        this.rate = new RequestRateLimit(perSecond, burst);
    }

    void open(@Observes Router router) {
        keycloak.ifPresent(address -> {
            HttpProxy proxy = HttpProxy.reverseProxy(new ProxyOptions().setSupportWebSocket(false), services.client())
                    .origin(address.getPort(), address.getHost())
                    .addInterceptor(new Forwarding());
            OFFERED.forEach(path -> router.route(path + "*").handler(context -> handle(context, proxy)));
        });
    }

    private void handle(RoutingContext context, HttpProxy proxy) {
        String path = context.normalizedPath();
        if (!isOffered(path)) {
            context.next();
        } else if (isTooLarge(context.request())) {
            ApiGateway.refuse(
                    context,
                    GatewayProblem.tooLarge(
                            "The limit for the body of a request to a sign-in page is " + LARGEST_BODY + " bytes."));
        } else if (isBelow(path, RESOURCES) || ApiGateway.isWithin(rate, context)) {
            proxy.handle(context.request());
        }
    }

    static boolean isOffered(String path) {
        return OFFERED.stream().anyMatch(offered -> isBelow(path, offered))
                && !isBelow(path, REGISTRATION)
                && !path.toLowerCase(Locale.ROOT).contains(ESCAPED_SLASH);
    }

    /** The gateway has already rejected bodies of unknown length. */
    private static boolean isTooLarge(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length != null && Long.parseLong(length) > LARGEST_BODY;
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
