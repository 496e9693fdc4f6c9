package dcm.apigateway.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A browser at the gateway: it keeps cookies, follows the sign-in, and remembers everything that the gateway has sent. */
public final class Browser {
    /** A signed token; an encrypted one has five parts. */
    private static final Pattern TOKEN =
            Pattern.compile("(?<![\\w.-])eyJ[\\w-]{10,}\\.[\\w-]{10,}\\.[\\w-]{10,}(?![\\w.-])");

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final URI gateway;
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private final List<String> received = new ArrayList<>();
    private String sessionCookie = "";

    public Browser(URI gateway) {
        this.gateway = gateway;
    }

    /** Requests a page. */
    HttpResponse<String> page(String path) {
        return send("GET", path, null, "Accept", "text/html");
    }

    public HttpResponse<String> get(String path, String... headers) {
        return send("GET", path, null, headers);
    }

    /** A request as the console's scripts send it. */
    public HttpResponse<String> post(String path, String body) {
        return send("POST", path, body, "X-DCM-Console", "1", "Sec-Fetch-Site", "same-origin");
    }

    HttpResponse<String> send(String method, String path, String body, String... headers) {
        var request = HttpRequest.newBuilder(gateway.resolve(path))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        if (!cookies.isEmpty()) {
            request.header("Cookie", cookieHeader());
        }
        HttpResponse<String> response = exchange(request);
        keep(response);
        return response;
    }

    /** Signs in with the issuer's form and returns the last answer, which is the page. */
    public HttpResponse<String> signIn(String path, String user) {
        HttpResponse<String> back = completeSignIn(beginSignIn(path), user);
        assertThat(back.statusCode()).as(back.body()).isEqualTo(302);
        return page(relative(location(back)));
    }

    /** The address of the issuer's form to which a page redirects. */
    URI beginSignIn(String path) {
        HttpResponse<String> redirect = page(path);
        assertThat(redirect.statusCode()).as(redirect.body()).isEqualTo(302);
        return URI.create(location(redirect));
    }

    /** Sends the issuer's form, and returns the gateway's answer to the issuer's redirect. */
    HttpResponse<String> completeSignIn(URI form, String user) {
        HttpResponse<String> signedIn = exchange(HttpRequest.newBuilder(form)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("username=" + user + "&claims="
                        + URLEncoder.encode("{\"sid\": \"sid-of-" + user + "\"}", StandardCharsets.UTF_8))));
        assertThat(signedIn.statusCode()).as(signedIn.body()).isEqualTo(302);
        return page(relative(location(signedIn)));
    }

    /** Opens the WebSocket; fails if the gateway refuses it. */
    public CompletableFuture<WebSocket> socket(WebSocket.Listener listener, String... headers) {
        WebSocket.Builder builder = CLIENT.newWebSocketBuilder();
        for (int i = 0; i < headers.length; i += 2) {
            if (headers[i].equals("Protocol")) {
                builder.subprotocols(headers[i + 1]);
            } else {
                builder.header(headers[i], headers[i + 1]);
            }
        }
        if (!cookies.isEmpty()) {
            builder.header("Cookie", cookieHeader());
        }
        return builder.buildAsync(URI.create("ws://" + gateway.getAuthority() + "/console/live"), listener);
    }

    /** The gateway's origin. */
    public String origin() {
        return "http://" + gateway.getAuthority();
    }

    String cookieHeader() {
        return cookies.entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
    }

    Map<String, String> cookies() {
        return cookies;
    }

    /** The header with which the session began. */
    String sessionCookie() {
        return sessionCookie;
    }

    /** Fails if any answer had a token in its headers or its body. */
    void assertNoTokens() {
        assertThat(received).noneMatch(text -> TOKEN.matcher(text).find());
    }

    static String location(HttpResponse<?> response) {
        return response.headers().firstValue("Location").orElseThrow();
    }

    static JsonObject json(HttpResponse<String> response) {
        return new JsonObject(response.body());
    }

    private String relative(String location) {
        assertThat(location).startsWith(origin());
        return location.substring(origin().length());
    }

    private void keep(HttpResponse<String> response) {
        received.add(response.headers().map().toString());
        received.add(response.body());
        for (String cookie : response.headers().allValues("Set-Cookie")) {
            String pair = cookie.split(";", 2)[0];
            String name = pair.substring(0, pair.indexOf('='));
            if (cookie.contains("Max-Age=0")) {
                cookies.remove(name);
            } else {
                cookies.put(name, pair.substring(name.length() + 1));
                sessionCookie = name.equals("q_session") ? cookie : sessionCookie;
            }
        }
    }

    private static HttpResponse<String> exchange(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Sends a command to {@link ConsoleServers}. */
    public static JsonObject control(String service, String command, String body) {
        return json(exchange(HttpRequest.newBuilder(URI.create(service + "/control/" + command))
                .POST(BodyPublishers.ofString(body))));
    }
}
