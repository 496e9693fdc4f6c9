package dcm.apigateway.session;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/**
 * The browser that sent a request.
 *
 * @param address its network address
 * @param userAgent how it describes itself, up to 300 characters; empty if it does not
 */
public record BrowserClient(String address, String userAgent) {
    private static final int LONGEST = 300;

    static BrowserClient of(HttpServerRequest request) {
        String stated = request.getHeader(HttpHeaders.USER_AGENT);
        String userAgent = stated == null ? "" : stated;
        return new BrowserClient(
                request.remoteAddress().hostAddress(), userAgent.substring(0, Math.min(LONGEST, userAgent.length())));
    }
}
