package dcm.apigateway;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.httpproxy.HttpProxy;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Map;

/** Creates the proxies that forward requests to the services. */
@Singleton
public class ServiceProxies {
    private final BackendServices services;
    private final ApiDocument document;
    private final GatewaySecret secret;

    ServiceProxies(BackendServices services, ApiDocument document, GatewaySecret secret) {
        this.secret = secret;
        this.services = services;
        this.document = document;
    }

    /** Lets a proxy send the request to the same instance as the other requests of {@code user}. */
    public static void setUser(HttpServerRequest request, String user) {
        request.headers().set(ForwardingInterceptor.USER, user);
    }

    /**
     * A proxy for each service. They remove cookies from requests.
     *
     * @param prefix what the paths of requests begin with here, but not at the services
     */
    public Map<BackendService, HttpProxy> below(String prefix) {
        Map<BackendService, HttpProxy> proxies = new EnumMap<>(BackendService.class);
        for (BackendService service : BackendService.values()) {
            proxies.put(service, ForwardingInterceptor.to(service, services, document, secret, prefix));
        }
        return proxies;
    }
}
