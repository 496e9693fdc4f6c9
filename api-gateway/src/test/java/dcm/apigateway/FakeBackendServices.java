package dcm.apigateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * HTTP servers that stand in for command-service and projection-service and record their requests. Nothing listens at
 * user-service's address.
 */
public class FakeBackendServices implements QuarkusTestResourceLifecycleManager {
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final CountDownLatch allDone = new CountDownLatch(1);
    private final HttpServer command = server("command-service");
    private final HttpServer projection = server("projection-service");

    @Override
    public Map<String, String> start() {
        command.start();
        projection.start();
        return Map.of(
                "dcm.command.url", address(command.getAddress().getPort()),
                "dcm.projection.url", address(projection.getAddress().getPort()),
                "dcm.user.url", address(unusedPort()));
    }

    @Override
    public void stop() {
        allDone.countDown();
        command.stop(0);
        projection.stop(0);
    }

    private HttpServer server(String name) {
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            // Vert.x chooses its JSON library for all threads on the first use, with the class loader of that thread.
            ClassLoader application = FakeBackendServices.class.getClassLoader();
            server.setExecutor(task -> Thread.ofVirtual().start(() -> {
                Thread.currentThread().setContextClassLoader(application);
                task.run();
            }));
            server.createContext("/", exchange -> echo(name, exchange));
            server.createContext("/openapi", exchange -> answer(exchange, 200, description(name)));
            server.createContext("/v1/containers/streaming", this::stream);
            server.createContext("/v1/containers/quiet", this::stayQuiet);
            server.createContext("/v1/containers/go-on", exchange -> {
                goOn.countDown();
                answer(exchange, 204, "");
            });
            server.createContext("/v1/containers/breaking", HttpExchange::close);
            server.createContext("/v1/containers/located", exchange -> locate(server, exchange));
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void echo(String name, HttpExchange exchange) throws IOException {
        if (exchange.getRequestMethod().equals("PATCH")) {
            exchange.getResponseHeaders().set("Allow", "POST");
            answer(exchange, 405, "{}");
            return;
        }
        var headers = new JsonObject();
        exchange.getRequestHeaders()
                .forEach((header, values) -> headers.put(header.toLowerCase(Locale.ROOT), String.join(",", values)));
        var received = new JsonObject()
                .put("service", name)
                .put("method", exchange.getRequestMethod())
                .put("uri", exchange.getRequestURI().toString())
                .put("body", new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8))
                .put("headers", headers);
        answer(exchange, 200, received.encode());
    }

    /** Sends one event, and the second only after the test has received the first. */
    private void stream(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream body = exchange.getResponseBody()) {
            body.write("data: one\n\n".getBytes(StandardCharsets.UTF_8));
            body.flush();
            boolean released = goOn.await(30, TimeUnit.SECONDS);
            body.write((released ? "data: two\n\n" : "data: too late\n\n").getBytes(StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Begins an answer and then sends nothing. */
    private void stayQuiet(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream body = exchange.getResponseBody()) {
            body.flush();
            allDone.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void locate(HttpServer server, HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders()
                .set("Location", address(server.getAddress().getPort()) + "/v1/intents/7?after=3");
        answer(exchange, 202, "{}");
    }

    private static String description(String name) {
        boolean reads = name.equals("projection-service");
        return """
                {"openapi": "3.1.0",
                 "paths": {"/v1/containers": {"%s": {"responses": {"200":
                    {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Answer"}}}}}}}},
                 "tags": [{"name": "containers"}],
                 "components": {
                    "schemas": {
                        "Problem": {"type": "object", "required": ["code"]},
                        "Outer": {"$ref": "#/components/schemas/Answer"},
                        "Answer": {"type": "%s"}},
                    "securitySchemes": {"SecurityScheme": {"type": "http", "scheme": "bearer"}}}}
                """.formatted(reads ? "get" : "post", reads ? "array" : "object");
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        boolean none = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
        }
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, none ? -1 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            if (!none) {
                out.write(body);
            }
        }
    }

    private static String address(int port) {
        return "http://127.0.0.1:" + port;
    }

    private static int unusedPort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
