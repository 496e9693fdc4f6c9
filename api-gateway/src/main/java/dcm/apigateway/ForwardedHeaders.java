package dcm.apigateway;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Locale;

/** The headers with which a proxy states the client's address, and the URL that the client requested. */
final class ForwardedHeaders {
    static final String FOR = "X-Forwarded-For";
    static final String PROTO = "X-Forwarded-Proto";
    static final String HOST = "X-Forwarded-Host";

    private ForwardedHeaders() {}

    /**
     * Replaces all such headers by the gateway's own: only the gateway knows the address, and services must not trust the client's
     * claim.
     */
    static void replace(MultiMap headers, HttpServerRequest request) {
        remove(headers);
        headers.set(FOR, request.remoteAddress().hostAddress());
        headers.set(PROTO, request.scheme());
        if (request.authority() != null) {
            headers.set(HOST, request.authority().toString());
        }
    }

    static void remove(MultiMap headers) {
        List.copyOf(headers.names()).stream()
                .filter(ForwardedHeaders::statesOrigin)
                .forEach(headers::remove);
    }

    private static boolean statesOrigin(String header) {
        String name = header.toLowerCase(Locale.ROOT);
        return name.startsWith("x-forwarded-") || name.equals("forwarded") || name.equals("x-real-ip");
    }
}
