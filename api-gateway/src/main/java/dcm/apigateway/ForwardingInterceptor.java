package dcm.apigateway;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyOptions;
import io.vertx.httpproxy.ProxyRequest;
import io.vertx.httpproxy.ProxyResponse;
import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Adjusts requests to one service, and its answers. */
final class ForwardingInterceptor implements ProxyInterceptor {
    /** A header of requests that go to the same instance for each user; the service does not get it. */
    static final String USER = "X-DCM-User";

    /** As {@code UPLOAD} of projection-service's {@code WorkerClient}. */
    private static final Duration LONGEST_UPLOAD = Duration.ofHours(2);

    private static final String EVERYBODY = "";
    private static final String CONNECTED = "connected";
    private static final int METHOD_NOT_ALLOWED = 405;

    private final BackendService service;
    private final BackendServices services;
    private final ApiDocument document;
    private final GatewaySecret secret;
    private final String prefix;

    private ForwardingInterceptor(
            BackendService service,
            BackendServices services,
            ApiDocument document,
            GatewaySecret secret,
            String prefix) {
        this.secret = secret;
        this.service = service;
        this.document = document;
        this.prefix = prefix;
        this.services = services;
    }

    /** @param prefix what the paths of requests begin with here, but not at the service */
    static HttpProxy to(
            BackendService service,
            BackendServices services,
            ApiDocument document,
            GatewaySecret secret,
            String prefix) {
        // A tunnel would bypass the interceptor, and no service uses WebSocket.
        var options = new ProxyOptions().setSupportWebSocket(false);
        var interceptor = new ForwardingInterceptor(service, services, document, secret, prefix);
        return HttpProxy.reverseProxy(options, services.client())
                .origin(interceptor::connect)
                .addInterceptor(interceptor);
    }

    private Future<HttpClientRequest> connect(ProxyContext context) {
        HttpServerRequest asked = context.request().proxiedRequest();
        return connect(asked.getHeader(USER)).onSuccess(request -> {
            context.set(CONNECTED, true);
            if (Routes.isUpload(asked.method(), path(asked))) {
                // An upload is answered at its end, and Vert.x counts only what is received.
                request.idleTimeout(LONGEST_UPLOAD.toMillis());
            }
        });
    }

    private Future<HttpClientRequest> connect(@Nullable String user) {
        return switch (service) {
            // It keeps the terminals of a user.
            case SSH_GATEWAY -> user == null ? services.connect(service) : services.connect(service, user);
            // What one instance has changed, the others read a moment later; and one reserves the ports of machines
            // that join.
            case USER_SERVICE -> services.connect(service, EVERYBODY);
            case COMMAND_SERVICE, PROJECTION_SERVICE -> services.connect(service);
        };
    }

    @Override
    public Future<ProxyResponse> handleProxyRequest(ProxyContext context) {
        HttpServerRequest asked = context.request().proxiedRequest();
        // Without scheme and host, which a client may send too.
        String path = path(asked);
        context.request().setURI(asked.query() == null ? path : path + "?" + asked.query());
        MultiMap headers = context.request().headers();
        headers.remove(HttpHeaders.COOKIE);
        ForwardedHeaders.replace(headers, asked);
        headers.remove(GatewaySecret.HEADER);
        headers.remove(USER);
        if (service == BackendService.SSH_GATEWAY) {
            secret.addTo(headers);
        }
        // The gateway has already sent 100 Continue.
        headers.remove(HttpHeaders.EXPECT);
        return context.sendRequest().recover(failure -> Future.succeededFuture(failed(context)));
    }

    @Override
    public Future<Void> handleProxyResponse(ProxyContext context) {
        MultiMap headers = context.response().headers();
        headers.remove(HttpHeaders.CONNECTION).remove(HttpHeaders.KEEP_ALIVE);
        String location = headers.get(HttpHeaders.LOCATION);
        // Frameworks make relative locations absolute, with an address that only the gateway can reach.
        if (location != null) {
            services.knownAddresses(service).stream()
                    .map(address -> address.resolve("/").toString())
                    .filter(location::startsWith)
                    .findFirst()
                    .ifPresent(origin ->
                            headers.set(HttpHeaders.LOCATION, prefix + location.substring(origin.length() - 1)));
        }
        return context.response().getStatusCode() == METHOD_NOT_ALLOWED
                ? allow(context).compose(allowed -> send(context))
                : send(context);
    }

    /** Other services may offer other methods at the same address. */
    private Future<Void> allow(ProxyContext context) {
        MultiMap headers = context.response().headers();
        return document.methods(path(context.request().proxiedRequest())).map(methods -> {
            Stream.ofNullable(headers.get(HttpHeaders.ALLOW))
                    .flatMap(own -> Stream.of(own.split(", *", -1)))
                    .filter(method -> !method.isBlank())
                    .forEach(methods::add);
            headers.set(HttpHeaders.ALLOW, String.join(", ", methods));
            return null;
        });
    }

    /** The path at the service. */
    private String path(HttpServerRequest request) {
        return String.valueOf(request.path()).substring(prefix.length());
    }

    private static Future<Void> send(ProxyContext context) {
        Future<Void> sent = context.sendResponse();
        sendHead(context.request().proxiedRequest().response());
        return sent;
    }

    /** Sends the head of a stream immediately, because its first data may come much later. */
    private static void sendHead(HttpServerResponse response) {
        if (response.isChunked() && !response.headWritten()) {
            response.write(Buffer.buffer());
        }
    }

    private ProxyResponse failed(ProxyContext context) {
        boolean connected = context.get(CONNECTED, Boolean.class) != null;
        ProxyRequest request = context.request();
        GatewayProblem problem = connected ? GatewayProblem.unanswered(service) : GatewayProblem.unreachable(service);
        return problem.fill(request.release().response());
    }
}
