package dcm.apigateway.console;

import com.nimbusds.oauth2.sdk.TokenRequest;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import no.nav.security.mock.oauth2.token.OAuth2TokenProvider;

/**
 * An issuer whose access tokens live for seconds and whose refresh tokens are valid once, and a service with streams. Tests
 * control both with requests below {@code /control} of the service.
 */
public class ConsoleServers implements QuarkusTestResourceLifecycleManager {
    static final String CLIENT = "dcm-console";

    private static final String ISSUER = "dcm";
    private static final long TOKEN_SECONDS = 4;
    private static final Map<String, Object> LOGOUT =
            Map.of("events", Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of()));

    private final MockOAuth2Server issuer = new MockOAuth2Server(new OAuth2Config(
            true,
            null,
            null,
            true,
            new OAuth2TokenProvider(),
            Set.of(new DefaultOAuth2TokenCallback(ISSUER, "unused", "JWT", List.of("dcm"), Map.of(), TOKEN_SECONDS))));
    private final List<BlockingQueue<String>> followers = new CopyOnWriteArrayList<>();
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicLong written = new AtomicLong();
    /** In place of an event: the service ends the stream. */
    private static final String END = "";

    private volatile boolean suspended;
    private volatile boolean unauthorized;
    private volatile String lastEventId = "";
    private HttpServer service;

    @Override
    public Map<String, String> start() {
        issuer.start(InetAddress.getLoopbackAddress(), 0);
        service = service();
        service.start();
        String address = "http://127.0.0.1:" + service.getAddress().getPort();
        var settings = new HashMap<String, String>();
        settings.put("dcm.command.url", address);
        settings.put("dcm.projection.url", address);
        settings.put("dcm.user.url", address);
        settings.put("dcm.console.enabled", "true");
        settings.put("dcm.console.client-id", CLIENT);
        settings.put("dcm.console.client-secret", "a-secret-of-at-least-32-characters");
        settings.put("dcm.issuer", issuer.issuerUrl(ISSUER).toString());
        settings.put("dcm.device.client-id", "dcm-cli");
        settings.put("dcm.client.file", "pom.xml");
        settings.put("dcm.cors.enabled", "true");
        settings.put("dcm.cors.origins", "https://elsewhere.example");
        return settings;
    }

    @Override
    public void stop() {
        service.stop(0);
        issuer.shutdown();
    }

    private HttpServer service() {
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            ClassLoader application = ConsoleServers.class.getClassLoader();
            server.setExecutor(task -> Thread.ofVirtual().start(() -> {
                Thread.currentThread().setContextClassLoader(application);
                task.run();
            }));
            server.createContext("/", this::echo);
            server.createContext("/v1/me", this::account);
            server.createContext("/v1/changes", this::changes);
            server.createContext("/v1/containers/web/logs", this::logs);
            server.createContext("/v1/containers/large/logs", this::endless);
            server.createContext("/v1/containers/web/stats", this::stats);
            server.createContext("/control", this::control);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // ---- the service ----

    private void echo(HttpExchange exchange) throws IOException {
        var headers = new JsonObject();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
        if (exchange.getRequestMethod().equals("POST")) {
            exchange.getResponseHeaders()
                    .set("Location", "http://127.0.0.1:" + service.getAddress().getPort() + "/v1/intents/7");
        }
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        answer(
                exchange,
                200,
                new JsonObject()
                        .put("uri", exchange.getRequestURI().toString())
                        .put("body", body)
                        .put("headers", headers));
    }

    private void account(HttpExchange exchange) throws IOException {
        String token = exchange.getRequestHeaders().getFirst("Authorization");
        if (token == null || unauthorized) {
            answer(exchange, 401, new JsonObject().put("code", "unauthenticated"));
        } else if (suspended) {
            answer(
                    exchange,
                    403,
                    new JsonObject().put("code", "account-suspended").put("detail", "Your account is suspended."));
        } else {
            answer(
                    exchange,
                    200,
                    new JsonObject()
                            .put("name", "alice")
                            .put("displayName", "Alice")
                            .put("role", "user"));
        }
    }

    private void changes(HttpExchange exchange) throws IOException {
        var events = new LinkedBlockingQueue<String>();
        opened.incrementAndGet();
        lastEventId = String.valueOf(exchange.getRequestHeaders().getFirst("Last-Event-ID"));
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream body = exchange.getResponseBody()) {
            followers.add(events);
            write(body, "id: 10\nevent: ready\ndata: {\"position\": \"10\"}\n\n");
            while (true) {
                String event = events.poll(100, TimeUnit.MILLISECONDS);
                if (END.equals(event)) {
                    return;
                } else if (event != null) {
                    write(body, event);
                } else {
                    // Notices that the other side has gone.
                    write(body, ": waiting\n");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            followers.remove(events);
        }
    }

    /** Splits a character between two chunks. */
    private void logs(HttpExchange exchange) throws IOException {
        byte[] text = "Größe: 3 GiB\nlast line\n".getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain;charset=utf-8");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream body = exchange.getResponseBody()) {
            body.write(text, 0, 3);
            body.flush();
            Thread.sleep(50);
            body.write(text, 3, text.length - 3);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void endless(HttpExchange exchange) throws IOException {
        byte[] text = "x".repeat(8191).concat("\n").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain;charset=utf-8");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream body = exchange.getResponseBody()) {
            while (true) {
                body.write(text);
                written.addAndGet(text.length);
            }
        }
    }

    private void stats(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/x-ndjson");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream body = exchange.getResponseBody()) {
            write(body, "{\"cpu\": 1}\n{\"cpu\"");
            write(body, ": 2}\n");
        }
    }

    // ---- control ----

    private void control(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        var result = new JsonObject();
        switch (exchange.getRequestURI().getPath()) {
            case "/control/emit" -> followers.forEach(follower -> follower.add(body));
            case "/control/end" -> followers.forEach(follower -> follower.add(END));
            case "/control/suspended" -> suspended = Boolean.parseBoolean(body);
            case "/control/unauthorized" -> unauthorized = Boolean.parseBoolean(body);
            case "/control/logout-token" -> result.put("token", token(body, LOGOUT));
            case "/control/logout-session" -> result.put("token", tokenOfSession(body));
            case "/control/other-token" -> result.put("token", token(body, Map.of()));
            default -> {}
        }
        answer(
                exchange,
                200,
                result.put("opened", opened.get())
                        .put("open", followers.size())
                        .put("lastEventId", lastEventId)
                        .put("written", written.get()));
    }

    private String token(String subject, Map<String, Object> claims) {
        return issuer.issueToken(
                        ISSUER,
                        CLIENT,
                        new DefaultOAuth2TokenCallback(ISSUER, subject, "logout+jwt", List.of(CLIENT), claims, 60))
                .serialize();
    }

    /** A logout token without {@code sub}. */
    private String tokenOfSession(String session) {
        var claims = new HashMap<String, Object>(LOGOUT);
        claims.put("sid", session);
        var callback =
                new DefaultOAuth2TokenCallback(ISSUER, "unused", "logout+jwt", List.of(CLIENT), claims, TOKEN_SECONDS) {
                    @Override
                    public String subject(TokenRequest request) {
                        return null;
                    }
                };
        return issuer.issueToken(ISSUER, CLIENT, callback).serialize();
    }

    private static void write(OutputStream body, String text) throws IOException {
        body.write(text.getBytes(StandardCharsets.UTF_8));
        body.flush();
    }

    private static void answer(HttpExchange exchange, int status, JsonObject json) throws IOException {
        byte[] body = json.encode().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }
}
