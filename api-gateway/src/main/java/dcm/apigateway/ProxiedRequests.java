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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Handles requests of trusted reverse proxies like those of their clients. Quarkus' own handling takes the first address in
 * {@code X-Forwarded-For}, which the client can choose.
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
        Optional<InetAddress> client = proxies.client(request.headers().getAll(ForwardedHeaders.FOR));
        if (client.isEmpty()) { // a program on the proxy's machine
            context.next();
            return;
        }
        String scheme = last(request, ForwardedHeaders.PROTO)
                .filter(proto -> proto.equals("http") || proto.equals("https"))
                .orElse(address.isHttps() ? "https" : "http");
        HostAndPort authority =
                last(request, ForwardedHeaders.HOST).map(ProxiedRequests::parse).orElseGet(address::authority);
        // Afterwards this handler leaves the request alone.
        ForwardedHeaders.remove(request.headers());
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
            router.handle(new ForwardedRequest(request, client.get().getHostAddress(), scheme, authority));
        }
    }

    /** The proxy that is next to the gateway writes the last value. */
    private static Optional<String> last(HttpServerRequest request, String header) {
        List<String> values = request.headers().getAll(header);
        return values.isEmpty()
                ? Optional.empty()
                : Optional.of(values.getLast())
                        .map(value ->
                                value.substring(value.lastIndexOf(',') + 1).strip())
                        .filter(value -> !value.isEmpty());
    }

    private static @Nullable HostAndPort parse(String authority) {
        return HostAndPort.parseAuthority(authority, -1);
    }
}
