package dcm.apigateway;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Handles requests of trusted reverse proxies like those of their clients. Quarkus' own handling takes the first address in
 * {@code X-Forwarded-For}, which the client can choose. The host is that of the public URL, because some proxies forward a host that
 * the client chose.
 */
@Singleton
class ProxiedRequests {
    /** Before the checks of every request. */
    private static final int BEFORE = -2_000_000;

    private static final int PERMANENT_REDIRECT = 308;

    private final PublicAddress address;
    private final TrustedProxies proxies;

    ProxiedRequests(PublicAddress address, TrustedProxies proxies) {
        this.address = address;
        this.proxies = proxies;
    }

    void open(@Observes Router router) {
        router.route().order(BEFORE).handler(context -> handle(context, router));
    }

    private void handle(RoutingContext context, Router router) {
        HttpServerRequest request = context.request();
        if (!proxies.contains(InetAddress.ofLiteral(request.remoteAddress().hostAddress()))) {
            context.next();
            return;
        }
        List<String> forwardedFor = request.headers().getAll(ForwardedHeaders.FOR);
        if (forwardedFor.isEmpty()) { // a program on the proxy's machine
            context.next();
            return;
        }
        Optional<InetAddress> client = proxies.client(forwardedFor);
        Optional<String> scheme = scheme(request);
        if (client.isEmpty()) {
            ApiGateway.refuse(context, unusable(ForwardedHeaders.FOR, "the address of the client"));
        } else if (scheme.isEmpty()) {
            ApiGateway.refuse(context, unusable(ForwardedHeaders.PROTO, "'https' or 'http'"));
        } else {
            // Afterwards this handler leaves the request alone.
            ForwardedHeaders.remove(request.headers());
            handle(request, client.get(), scheme.get(), router);
        }
    }

    private void handle(HttpServerRequest request, InetAddress client, String scheme, Router router) {
        Optional<GatewayProblem> localOnly = ListenerOptions.localOnly(request);
        if (localOnly.isPresent()) {
            localOnly.get().send(request.response());
        } else if (address.isHttps() && scheme.equals("http")) {
            request.response()
                    .setStatusCode(PERMANENT_REDIRECT)
                    .putHeader(HttpHeaders.LOCATION, address.urlOf(request.uri()))
                    .end();
        } else {
            address.hsts().ifPresent(hsts -> request.response().putHeader(PublicListener.HSTS, hsts));
            HostAndPort authority = address.authority().orElseGet(request::authority);
            router.handle(new ForwardedRequest(request, client.getHostAddress(), scheme, authority));
        }
    }

    private static GatewayProblem unusable(String header, String expected) {
        return GatewayProblem.badRequest("The reverse proxy sent the header " + header
                + " without a usable value. Its last value must be " + expected + ".");
    }

    /**
     * The scheme that the proxy states, by default that of the public URL; empty if it is unknown. The proxy that is next to the gateway
     * writes the last value. Some proxies state the scheme of a WebSocket.
     */
    private Optional<String> scheme(HttpServerRequest request) {
        List<String> values = request.headers().getAll(ForwardedHeaders.PROTO);
        if (values.isEmpty()) {
            return Optional.of(address.isHttps() ? "https" : "http");
        }
        String value = values.getLast();
        String last = value.substring(value.lastIndexOf(',') + 1).strip();
        return switch (last.toLowerCase(Locale.ROOT)) {
            case "https", "wss" -> Optional.of("https");
            case "http", "ws" -> Optional.of("http");
            default -> Optional.empty();
        };
    }
}
