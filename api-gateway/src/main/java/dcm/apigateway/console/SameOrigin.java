package dcm.apigateway.console;

import dcm.apigateway.WebSocketOptions;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.Optional;

/** Rejects requests that pages of other origins cause: a browser sends the session's cookie with some of them. */
@Singleton
class SameOrigin {
    static final String HEADER = "X-DCM-Console";

    /** The console's origin, as the sender of {@code request} knows it. */
    String origin(HttpServerRequest request) {
        return request.scheme() + "://" + request.authority();
    }

    /** Whether a page of the console sent the request. */
    boolean isFromConsole(HttpServerRequest request) {
        // Browsers set it themselves, on secure origins and on loopback.
        String site = request.getHeader("Sec-Fetch-Site");
        return site == null ? origin(request).equals(request.getHeader("Origin")) : site.equals("same-origin");
    }

    /** The same, with the header that other origins cannot send without CORS. */
    boolean isFromConsoleWithHeader(HttpServerRequest request) {
        return isFromConsole(request) && "1".equals(request.getHeader(HEADER));
    }

    /** Whether a page of the console requests a WebSocket: CORS does not apply to WebSockets. */
    boolean isSocketFromConsole(HttpServerRequest request) {
        return isFromConsole(request) && requestsProtocol(request);
    }

    private static boolean requestsProtocol(HttpServerRequest request) {
        return Optional.ofNullable(request.getHeader("Sec-WebSocket-Protocol")).stream()
                .flatMap(offered -> Arrays.stream(offered.split(",", -1)))
                .anyMatch(offered -> offered.strip().equals(WebSocketOptions.PROTOCOL));
    }
}
