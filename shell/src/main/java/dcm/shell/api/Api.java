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
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * DCM's REST API, asked through the door like everybody does, in the name of one person. Thread-safe. A thread that is interrupted
 * while it waits ends with {@link InterruptedCommand}.
 */
public final class Api {
    private static final JsonMapper JSON = new JsonMapper();
    /** What can stand in an address as it is. */
    private static final Pattern ADDRESS = Pattern.compile("/[A-Za-z0-9/?&=%.,:@_~+-]+");

    /** Longer than any service lets a caller wait. */
    private static final Duration LONGEST = Duration.ofSeconds(150);

    private final HttpClient client;
    private final URI door;
    private final Supplier<String> token;

    /**
     * @param client may be shared by many
     * @param door the public address of the system
     * @param token gives an access token; asked for each request
     */
    public Api(HttpClient client, URI door, Supplier<String> token) {
        this.client = client;
        this.door = door;
        this.token = token;
    }

    /** A client for {@link #Api}s. */
    public static HttpClient newClient() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(2))
                .build();
    }

    /** A part of an address, whatever characters it has. */
    public static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }

    public Answer get(String path) {
        return send(request(path).GET());
    }

    public Answer post(String path, Map<String, ?> body) {
        return send(change(path, "POST", json(body)).header("Content-Type", "application/json"));
    }

    /** Posts without a body. */
    public Answer post(String path) {
        return send(change(path, "POST", BodyPublishers.noBody()));
    }

    /** Posts a text of this type. */
    public Answer post(String path, String body, String type) {
        return send(change(path, "POST", BodyPublishers.ofString(body)).header("Content-Type", type));
    }

    public Answer put(String path, Map<String, ?> body) {
        return send(change(path, "PUT", json(body)).header("Content-Type", "application/json"));
    }

    public Answer patch(String path, Map<String, ?> body) {
        return send(change(path, "PATCH", json(body)).header("Content-Type", "application/json"));
    }

    public Answer delete(String path) {
        return send(change(path, "DELETE", BodyPublishers.noBody()));
    }

    /** What stands at a path as a text of this type. */
    public String text(String path, String type) {
        try (InputStream body = open(path, type)) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw brokenOff(e);
        }
    }

    /** What stands at a path, as it comes; closing it ends it. */
    public InputStream open(String path, String type) {
        HttpResponse<InputStream> response =
                exchange(request(path).header("Accept", type).GET().build(), BodyHandlers.ofInputStream());
        if (response.statusCode() >= 400) {
            try (InputStream body = response.body()) {
                throw CommandFailure.of(response.statusCode(), JSON.readTree(body));
            } catch (IOException e) {
                throw brokenOff(e);
            }
        }
        return response.body();
    }

    private static RuntimeException brokenOff(IOException e) {
        return InterruptedCommand.or(new CommandFailure(Exit.FAILED, "The answer broke off: " + e.getMessage()), e);
    }

    private HttpRequest.Builder request(String path) {
        if (!ADDRESS.matcher(path).matches()) {
            throw new CommandFailure(Exit.REFUSED, "There are no names with such characters: " + path);
        }
        return HttpRequest.newBuilder(door.resolve(path))
                .timeout(LONGEST)
                .header("Authorization", "Bearer " + token.get());
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

    private Answer send(HttpRequest.Builder request) {
        HttpResponse<String> response = exchange(request.build(), BodyHandlers.ofString());
        try {
            String body = response.body();
            JsonNode json = body.isEmpty() ? MissingNode.getInstance() : JSON.readTree(body);
            return new Answer(response.statusCode(), json);
        } catch (JsonProcessingException e) {
            throw new CommandFailure(Exit.FAILED, "DCM's answer is no JSON: " + e.getOriginalMessage());
        }
    }

    private <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> body) {
        try {
            return client.send(request, body);
        } catch (ConnectException | HttpConnectTimeoutException e) {
            throw new CommandFailure(
                    Exit.FAILED, "DCM does not answer; nothing was asked for. Try again, or tell an administrator.");
        } catch (IOException e) {
            boolean reading = request.method().equals("GET");
            throw new CommandFailure(
                    reading ? Exit.FAILED : Exit.UNKNOWN,
                    "DCM has not answered to the end" + (reading ? "." : "; whether it is done, a look tells."));
        } catch (InterruptedException e) {
            throw new InterruptedCommand();
        }
    }
}
