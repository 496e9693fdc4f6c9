package dcm.journey.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A browser without scripts: it keeps cookies per server, follows redirects, and fills in forms. */
public final class ConsoleBrowser {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern ACTION = Pattern.compile("<form[^>]*action=\"([^\"]+)\"");
    private static final Pattern HIDDEN =
            Pattern.compile("<input type=\"hidden\"[^>]* name=\"([^\"]+)\" value=\"([^\"]*)\"");
    private static final int MAX_REDIRECTS = 10;

    private final URI gateway;
    private final HttpClient client;
    private final Map<String, Map<String, String>> cookies = new HashMap<>();

    public ConsoleBrowser(String gateway) {
        this.gateway = URI.create(gateway);
        this.client = HttpClient.newHttpClient();
    }

    /** @param authority a file with the only certificate that it trusts */
    public ConsoleBrowser(String gateway, Path authority) {
        this.gateway = URI.create(gateway);
        this.client = HttpClient.newBuilder().sslContext(trusting(authority)).build();
    }

    private static SSLContext trusting(Path authority) {
        try (InputStream file = Files.newInputStream(authority)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry(
                    "authority", CertificateFactory.getInstance("X.509").generateCertificate(file));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** Opens a page and follows redirects. */
    public HttpResponse<String> open(String path) {
        return follow(request(gateway.resolve(path)).GET());
    }

    /** Opens a page, and signs in with Keycloak's form. */
    public HttpResponse<String> signIn(String path, String user, String password) {
        return submit(open(path), Map.of("username", user, "password", password));
    }

    /** Sends the first form of a page with its hidden fields and these. */
    public HttpResponse<String> submit(HttpResponse<String> form, Map<String, String> fields) {
        Matcher action = ACTION.matcher(form.body());
        if (!action.find()) {
            throw new AssertionError("no form at " + form.uri() + ": " + form.body());
        }
        return follow(request(form.uri().resolve(action.group(1).replace("&amp;", "&")))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(encoded(form.body(), fields))));
    }

    private static String encoded(String page, Map<String, String> fields) {
        Map<String, String> all = new LinkedHashMap<>();
        Matcher hidden = HIDDEN.matcher(page);
        while (hidden.find()) {
            all.put(hidden.group(1), hidden.group(2));
        }
        all.putAll(fields);
        return all.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    /** Requests a path as scripts do. */
    public HttpResponse<String> get(String path) {
        return send(request(gateway.resolve(path)).GET());
    }

    /** A request as the console's scripts send it. */
    HttpResponse<String> post(String path, String body, String... headers) {
        var request = request(gateway.resolve(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    /** A DELETE request as the console's scripts send it. */
    HttpResponse<String> delete(String path, String... headers) {
        return send(request(gateway.resolve(path)).DELETE().headers(headers));
    }

    /** Opens the WebSocket of a tab. */
    ConsoleTab tab() {
        var tab = new ConsoleTab();
        tab.socket = socket("/console/live", "same-origin", tab).join();
        return tab;
    }

    /** Shows a terminal in a tab. */
    ConsoleTerminal terminal(String id, String query) {
        var terminal = new ConsoleTerminal();
        terminal.opened(socket("/console/terminals/" + id + query, "same-origin", terminal)
                .join());
        return terminal;
    }

    /** @param site what browsers say about the page that requests the WebSocket */
    CompletableFuture<WebSocket> socket(String path, String site, WebSocket.Listener listener) {
        return client.newWebSocketBuilder()
                .subprotocols("dcm-console-1")
                .header("Sec-Fetch-Site", site)
                .header("Cookie", cookieHeader(gateway))
                .buildAsync(URI.create("ws://" + gateway.getAuthority() + path), listener);
    }

    /** A browser tab's connection. */
    static final class ConsoleTab implements WebSocket.Listener {
        private final LinkedBlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
        private final CompletableFuture<Integer> closed = new CompletableFuture<>();
        private final StringBuilder partial = new StringBuilder();
        private WebSocket socket;

        /** The next message of a type; others are skipped. */
        JsonNode next(String type) {
            try {
                JsonNode message = messages.poll(60, TimeUnit.SECONDS);
                while (message != null && !message.path("type").asText().equals(type)) {
                    message = messages.poll(60, TimeUnit.SECONDS);
                }
                if (message == null) {
                    throw new AssertionError("no message of the type " + type);
                }
                return message;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        int closeCode() {
            return closed.orTimeout(60, TimeUnit.SECONDS).join();
        }

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                messages.add(parsed(partial.toString()));
                partial.setLength(0);
            }
            webSocket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
            closed.complete(statusCode);
            return null;
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            closed.completeExceptionally(error);
        }
    }

    static JsonNode parsed(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + text, e);
        }
    }

    private HttpRequest.Builder request(URI address) {
        return HttpRequest.newBuilder(address);
    }

    private HttpResponse<String> follow(HttpRequest.Builder first) {
        HttpResponse<String> response = send(first.setHeader("Accept", "text/html"));
        for (int i = 0; i < MAX_REDIRECTS && response.statusCode() / 100 == 3; i++) {
            URI next = response.uri()
                    .resolve(response.headers().firstValue("Location").orElseThrow());
            response = send(request(next).header("Accept", "text/html").GET());
        }
        return response;
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        URI address = request.build().uri();
        String cookieHeader = cookieHeader(address);
        try {
            HttpResponse<String> response = client.send(
                    (cookieHeader.isEmpty() ? request : request.setHeader("Cookie", cookieHeader)).build(),
                    BodyHandlers.ofString());
            response.headers().allValues("Set-Cookie").forEach(cookie -> keep(address, cookie));
            return response;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void keep(URI server, String cookie) {
        String pair = cookie.split(";", 2)[0];
        String name = pair.substring(0, pair.indexOf('='));
        Map<String, String> jar = cookies.computeIfAbsent(server.getAuthority(), key -> new LinkedHashMap<>());
        if (cookie.contains("Max-Age=0")) {
            jar.remove(name);
        } else {
            jar.put(name, pair.substring(name.length() + 1));
        }
    }

    private String cookieHeader(URI server) {
        return cookies.getOrDefault(server.getAuthority(), Map.of()).entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
