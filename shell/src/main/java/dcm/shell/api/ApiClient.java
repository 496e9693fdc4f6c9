package dcm.shell.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Calls DCM's REST API through the API gateway on behalf of one user. Thread-safe. If the thread is interrupted while
 * it waits, calls throw {@link CommandInterruptedException}.
 */
public final class ApiClient {
    private static final JsonMapper JSON = new JsonMapper();
    /** Paths made only of characters that need no encoding in a URI. */
    private static final Pattern ADDRESS = Pattern.compile("/[A-Za-z0-9/?&=%.,:@_~+-]+");

    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,5}");

    /** Longer than any service keeps a caller waiting. */
    private static final Duration TIMEOUT = Duration.ofSeconds(150);

    private final Supplier<HttpClient> client;
    private final Supplier<ApiAddresses> addresses;
    private final Supplier<String> token;
    private final Map<String, String> headers;
    private final Consumer<HttpResponse<String>> observer;

    /**
     * @param client can be shared by several instances
     * @param apiGateways the addresses of the API gateways; can be shared, too
     * @param token returns an access token; called for each request
     */
    public ApiClient(HttpClient client, ApiAddresses apiGateways, Supplier<String> token) {
        this(() -> client, () -> apiGateways, token, Map.of(), response -> {});
    }

    /** A client of the only API gateway. */
    public ApiClient(HttpClient client, URI apiGateway, Supplier<String> token) {
        this(client, new ApiAddresses(List.of(apiGateway)), token);
    }

    /** A client that reads its settings only when it sends a request. */
    public ApiClient(Supplier<HttpClient> client, Supplier<URI> apiGateway, Supplier<String> token) {
        this(client, () -> new ApiAddresses(List.of(apiGateway.get())), token, Map.of(), response -> {});
    }

    private ApiClient(
            Supplier<HttpClient> client,
            Supplier<ApiAddresses> addresses,
            Supplier<String> token,
            Map<String, String> headers,
            Consumer<HttpResponse<String>> observer) {
        this.client = client;
        this.addresses = addresses;
        this.token = token;
        this.headers = headers;
        this.observer = observer;
    }

    /** The same client, which also sends this header with its requests. */
    public ApiClient with(String header, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(header, value);
        return new ApiClient(client, addresses, token, Map.copyOf(more), observer);
    }

    /** The same client, which also passes each response to {@code observer}, except those that are read as a stream. */
    public ApiClient observedBy(Consumer<HttpResponse<String>> observer) {
        return new ApiClient(client, addresses, token, headers, observer);
    }

    /** An HTTP client for {@link ApiClient}. */
    public static HttpClient newClient() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(2))
                .build();
    }

    /** Percent-encodes a path segment or query value. */
    public static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }

    public ApiResponse get(String path) {
        return send(request(path).GET());
    }

    public ApiResponse post(String path, Map<String, ?> body) {
        return send(change(path, "POST", json(body)).header("Content-Type", "application/json"));
    }

    /** Sends a POST request without a body. */
    public ApiResponse post(String path) {
        return send(change(path, "POST", BodyPublishers.noBody()));
    }

    /** Sends a POST request with a body of this media type. */
    public ApiResponse post(String path, String body, String type) {
        return send(change(path, "POST", BodyPublishers.ofString(body)).header("Content-Type", type));
    }

    public ApiResponse put(String path, Map<String, ?> body) {
        return send(change(path, "PUT", json(body)).header("Content-Type", "application/json"));
    }

    public ApiResponse patch(String path, Map<String, ?> body) {
        return send(change(path, "PATCH", json(body)).header("Content-Type", "application/json"));
    }

    public ApiResponse delete(String path) {
        return send(change(path, "DELETE", BodyPublishers.noBody()));
    }

    /** The response to a GET request as text of this media type. */
    public String text(String path, String type) {
        try (InputStream body = open(path, type)) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw brokenOff(e);
        }
    }

    /** The response to a GET request as a stream. Closing the stream ends the request. */
    public InputStream open(String path, String type) {
        return open(request(path).header("Accept", type).GET());
    }

    /**
     * The server-sent events at this path. Closing the stream ends the request.
     *
     * @param lastId the id of the last event that was received; empty: none
     */
    InputStream openEvents(String path, String lastId) {
        HttpRequest.Builder request =
                request(path).header("Accept", "text/event-stream").GET();
        return open(lastId.isEmpty() ? request : request.header("Last-Event-ID", lastId));
    }

    /** The response to a POST request as a stream. Closing the stream ends the request. */
    public InputStream openPost(String path, Map<String, ?> body, String type) {
        return open(change(path, "POST", json(body))
                .header("Content-Type", "application/json")
                .header("Accept", type));
    }

    private InputStream open(HttpRequest.Builder request) {
        HttpResponse<InputStream> response = exchange(request.build(), BodyHandlers.ofInputStream());
        if (response.statusCode() >= 400) {
            try (InputStream body = response.body()) {
                throw new ApiResponse(response.statusCode(), JSON.readTree(body), retryAfter(response)).failure();
            } catch (IOException e) {
                throw brokenOff(e);
            }
        }
        return response.body();
    }

    /** Sends a PUT request with a body of this media type and of unknown length. It may last as long as it transfers data. */
    public ApiResponse upload(String path, InputStream body, String type) {
        return send(HttpRequest.newBuilder(uri(path))
                .header("Authorization", "Bearer " + token.get())
                .header("Content-Type", type)
                .PUT(BodyPublishers.ofInputStream(() -> body)));
    }

    private static RuntimeException brokenOff(IOException e) {
        return CommandInterruptedException.or(
                new CommandFailure(ExitCode.FAILED, "The connection was lost: " + e.getMessage()), e);
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri(path)).timeout(TIMEOUT).header("Authorization", "Bearer " + token.get());
        headers.forEach(request::header);
        return request;
    }

    private URI uri(String path) {
        if (!ADDRESS.matcher(path).matches()) {
            throw new CommandFailure(ExitCode.USAGE, "Invalid characters in a name: " + path);
        }
        return addresses.get().resolve(path);
    }

    private HttpRequest.Builder change(String path, String method, BodyPublisher body) {
        return request(path).method(method, body);
    }

    private static BodyPublisher json(Map<String, ?> body) {
        try {
            return BodyPublishers.ofString(JSON.writeValueAsString(body));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private ApiResponse send(HttpRequest.Builder request) {
        HttpResponse<String> response = exchange(request.build(), BodyHandlers.ofString());
        observer.accept(response);
        try {
            String body = response.body();
            JsonNode json = body.isEmpty() ? MissingNode.getInstance() : JSON.readTree(body);
            return new ApiResponse(response.statusCode(), json, retryAfter(response));
        } catch (JsonProcessingException e) {
            throw new CommandFailure(
                    ExitCode.FAILED, "The response of DCM is not valid JSON: " + e.getOriginalMessage());
        }
    }

    private static @Nullable Duration retryAfter(HttpResponse<?> response) {
        return response.headers()
                .firstValue("Retry-After")
                .filter(value -> SECONDS.matcher(value).matches())
                .map(value -> Duration.ofSeconds(Long.parseLong(value)))
                .orElse(null);
    }

    private <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> body) {
        try {
            return addresses.get().send(client.get(), request, body);
        } catch (ConnectException | HttpConnectTimeoutException e) {
            throw CommandFailure.withCode(
                    CommandFailure.UNREACHABLE,
                    "Cannot connect to DCM; nothing was changed. Try again, or contact an administrator.");
        } catch (SSLException e) {
            throw CommandFailure.withCode(CommandFailure.NOT_TRUSTED, TlsProblem.sentence(e));
        } catch (IOException e) {
            boolean reading = request.method().equals("GET");
            throw new CommandFailure(
                    reading ? ExitCode.FAILED : ExitCode.UNKNOWN,
                    "The response of DCM is incomplete" + (reading ? "." : "; check whether the request succeeded."));
        } catch (InterruptedException e) {
            throw new CommandInterruptedException();
        }
    }
}
