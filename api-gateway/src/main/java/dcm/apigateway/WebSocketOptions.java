package dcm.apigateway;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;
import java.util.List;

/** The options of all listeners for the web console's WebSockets. */
@Singleton
public class WebSocketOptions implements HttpServerOptionsCustomizer {
    /** The subprotocol that the web console requests. */
    public static final String PROTOCOL = "dcm-console-1";

    /** Of a message from a browser. */
    private static final int LARGEST_MESSAGE = 16 * 1024;

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        apply(options);
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        apply(options);
    }

    static HttpServerOptions apply(HttpServerOptions options) {
        return options.setWebSocketSubProtocols(List.of(PROTOCOL))
                .setMaxWebSocketFrameSize(LARGEST_MESSAGE)
                .setMaxWebSocketMessageSize(LARGEST_MESSAGE);
    }
}
