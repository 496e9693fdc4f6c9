package dcm.stack.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dcm.stack.installation.Installation;
import dcm.stack.installation.StackPort;
import dcm.stack.machine.Http;
import dcm.stack.machine.StackFailure;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** A client of DCM's REST API, through the API gateway. */
public final class StackApiClient {
    private static final JsonMapper JSON = new JsonMapper();
    /** Characters that need no escaping in a URL. */
    private static final Pattern ADDRESS = Pattern.compile("[A-Za-z0-9/?&=%.,:;@_~+-]+");

    private static final Duration LONGEST = Duration.ofSeconds(150);

    private static volatile Consumer<HttpResponse<String>> observer = response -> {};

    private final String apiGateway;
    private final String token;
    private final AnswerJournal journal;

    /**
     * A client that acts for one user.
     *
     * @param token the user's access token
     * @param journal of the answers
     */
    public StackApiClient(Installation installation, String token, AnswerJournal journal) {
        this.apiGateway = installation.url(StackPort.API_GATEWAY);
        this.token = token;
        this.journal = journal;
    }

    /** The API gateway's answer. */
    public record Answer(int status, JsonNode body) {
        /**
         * The body of a successful answer.
         *
         * @throws StackFailure if the request was rejected
         */
        public JsonNode expectDone() {
            if (status >= 400) {
                throw new StackFailure(body.path("detail").asText("DCM answered with status %d.".formatted(status)));
            }
            return body;
        }

        /** True for a problem document with this code. */
        public boolean isProblem(String code) {
            return status >= 400 && body.path("code").asText().equals(code);
        }
    }

    /** Passes all responses that clients in this JVM receive to {@code observer}, too. */
    public static void observe(Consumer<HttpResponse<String>> observer) {
        StackApiClient.observer = observer;
    }

    public Answer get(String path) {
        return send(request(path).GET());
    }

    /** GETs a resource as text of this media type. */
    public String text(String path, String type) {
        try {
            HttpResponse<String> response =
                    Http.send(request(path).header("Accept", type).GET().build());
            if (response.statusCode() != 200) {
                throw new StackFailure("DCM answered with status %d.".formatted(response.statusCode()));
            }
            return response.body();
        } catch (IOException e) {
            throw notAnswering(e);
        }
    }

    /** POSTs text of this media type. */
    public Answer post(String path, String body, String type) {
        return send(request(path).header("Content-Type", type).POST(BodyPublishers.ofString(body)));
    }

    /** POSTs a body and waits up to {@code wait} for the outcome. */
    public Answer post(String path, Map<String, ?> body, Duration wait) {
        return post(path, body, "wait=" + wait.toSeconds());
    }

    /** POSTs a body with a {@code Prefer} header. */
    public Answer post(String path, Map<String, ?> body, String prefer) {
        return send(withBody(path, body, "POST").header("Prefer", prefer));
    }

    public Answer put(String path, Map<String, ?> body) {
        return send(withBody(path, body, "PUT"));
    }

    /** PATCHes a resource. */
    public Answer patch(String path, Map<String, ?> body) {
        return send(withBody(path, body, "PATCH"));
    }

    /** POSTs without a body and waits up to {@code wait} for the outcome. */
    public Answer post(String path, Duration wait) {
        return send(request(path).header("Prefer", "wait=" + wait.toSeconds()).POST(BodyPublishers.noBody()));
    }

    /** DELETEs a resource and waits up to {@code wait} for the outcome. */
    public Answer delete(String path, Duration wait) {
        return send(request(path).header("Prefer", "wait=" + wait.toSeconds()).DELETE());
    }

    private HttpRequest.Builder withBody(String path, Map<String, ?> body, String method) {
        try {
            return request(path)
                    .header("Content-Type", "application/json")
                    .method(method, BodyPublishers.ofString(JSON.writeValueAsString(body)));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private HttpRequest.Builder request(String path) {
        if (!ADDRESS.matcher(path).matches()) {
            throw new StackFailure("Invalid characters in a name: %s".formatted(path));
        }
        return Http.request(apiGateway + path).timeout(LONGEST).header("Authorization", "Bearer " + token);
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = Http.send(request.build());
            observer.accept(response);
            String body = response.body();
            journal.add(body);
            return new Answer(response.statusCode(), body.isEmpty() ? MissingNode.getInstance() : JSON.readTree(body));
        } catch (JsonProcessingException e) {
            throw new StackFailure("The response of DCM is not valid JSON: %s".formatted(e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw notAnswering(e);
        }
    }

    private StackFailure notAnswering(IOException e) {
        return new StackFailure("DCM does not answer at %s. To see its status: ./dcm status".formatted(apiGateway), e);
    }
}
