package dcm.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/** A DCM server with its issuer: configured answers, and a record of the requests with their bodies and tokens. */
final class FakeServer implements AutoCloseable {
    private static final String FORBIDDEN = """
            {"type": "/problems/unauthenticated", "title": "", "status": 401, "code": "unauthenticated", "detail": "The token has expired."}""";

    private final HttpServer server;
    private final String scheme;
    private final Map<String, Deque<Answer>> answers = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile String validToken = "first-token";

    private record Answer(int status, String body) {}

    FakeServer() throws IOException {
        this(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0), "http");
    }

    static FakeServer withTls(SSLContext context) throws IOException {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        return new FakeServer(server, "https");
    }

    private FakeServer(HttpServer server, String scheme) {
        this.server = server;
        this.scheme = scheme;
        server.createContext("/", this::handle);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        answers("GET /.well-known/dcm", 200, """
                {"issuer": "%s", "clientId": "cli", "scopes": ["openid", "offline_access"]}""".formatted(url()));
        answers("GET /.well-known/openid-configuration", 200, """
                {"issuer": "%1$s", "token_endpoint": "%1$s/token", "device_authorization_endpoint": "%1$s/device",
                 "revocation_endpoint": "%1$s/revoke"}""".formatted(url()));
        answers("POST /device", 200, """
                {"device_code": "d1", "user_code": "ABCD-EFGH", "verification_uri": "%1$s/page",
                 "verification_uri_complete": "%1$s/page?code=ABCD-EFGH", "interval": 0, "expires_in": 600}""".formatted(url()));
        answers("POST /revoke", 200, "");
        answers("GET /v1/me", 200, "{\"name\": \"alice\"}");
        answers("GET /v1/containers?limit=500", 200, """
                {"items": [{"id": "0123456789ab", "name": "web", "handle": "31002", "state": "running"}]}""");
    }

    /** Answers a request; several answers are given one after the other, and then the last one. */
    FakeServer answers(String request, int status, String body) {
        answers.computeIfAbsent(request, key -> new ArrayDeque<>()).add(new Answer(status, body));
        return this;
    }

    /** Replaces the answers to a request. */
    FakeServer answersOnly(String request, int status, String body) {
        answers.remove(request);
        return answers(request, status, body);
    }

    /** Answers with tokens of this lifetime, and accepts only this access token afterwards. */
    FakeServer issues(String accessToken, String refreshToken, int seconds) {
        return answersOnly("POST /token", 200, """
                {"access_token": "%s", "refresh_token": "%s", "expires_in": %d, "token_type": "Bearer"}""".formatted(accessToken, refreshToken, seconds));
    }

    void accepts(String token) {
        validToken = token;
    }

    /** The requests with their forms, such as {@code POST /token grant_type=…}. */
    List<String> requests() {
        return requests;
    }

    List<String> requests(String beginning) {
        return requests.stream().filter(one -> one.startsWith(beginning)).toList();
    }

    String url() {
        return scheme + "://localhost:" + server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        requests.add(form.isEmpty() ? request : request + " " + form);
        Answer answer = answer(request, exchange.getRequestHeaders().getFirst("Authorization"));
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    private synchronized Answer answer(String request, String authorization) {
        if (request.contains("/v1/") && !("Bearer " + validToken).equals(authorization)) {
            return new Answer(401, FORBIDDEN);
        }
        Deque<Answer> given = answers.get(request);
        if (given == null) {
            return new Answer(404, """
                    {"status": 404, "code": "not-found", "detail": "No such resource."}""");
        }
        return given.size() > 1 ? given.poll() : given.peek();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
