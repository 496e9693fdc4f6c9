package dcm.stack.api;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.shell.api.ApiClient;
import dcm.shell.api.ApiResponse;
import dcm.shell.api.CommandFailure;
import dcm.shell.api.CommandInterruptedException;
import dcm.stack.installation.Installation;
import dcm.stack.installation.StackPort;
import dcm.stack.machine.StackFailure;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The shell's client of the REST API for benchmarks and tests: waits for outcomes as long as the caller says, writes the
 * answers to a journal, and throws {@link StackFailure}.
 */
public final class StackApiClient {
    private static final HttpClient HTTP = ApiClient.newClient();

    private static volatile Consumer<HttpResponse<String>> observer = response -> {};

    private final ApiClient api;

    /**
     * A client that acts for one user.
     *
     * @param token the user's access token
     * @param journal of the answers
     */
    public StackApiClient(Installation installation, String token, AnswerJournal journal) {
        URI apiGateway = URI.create(installation.url(StackPort.API_GATEWAY));
        this.api = new ApiClient(HTTP, apiGateway, () -> token).observedBy(response -> {
            observer.accept(response);
            journal.add(response.body());
        });
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
        return answer(() -> api.get(path));
    }

    /** GETs a resource as text of this media type. */
    public String text(String path, String type) {
        return call(() -> api.text(path, type));
    }

    /** POSTs text of this media type. */
    public Answer post(String path, String body, String type) {
        return answer(() -> api.post(path, body, type));
    }

    /** POSTs a body and waits up to {@code wait} for the outcome. */
    public Answer post(String path, Map<String, ?> body, Duration wait) {
        return answer(() -> waiting(wait).post(path, body));
    }

    /** POSTs a body with a {@code Prefer} header. */
    public Answer post(String path, Map<String, ?> body, String prefer) {
        return answer(() -> preferring(prefer).post(path, body));
    }

    public Answer put(String path, Map<String, ?> body) {
        return answer(() -> api.put(path, body));
    }

    /** PATCHes a resource. */
    public Answer patch(String path, Map<String, ?> body) {
        return answer(() -> api.patch(path, body));
    }

    /** POSTs without a body and waits up to {@code wait} for the outcome. */
    public Answer post(String path, Duration wait) {
        return answer(() -> waiting(wait).post(path));
    }

    /** DELETEs a resource and waits up to {@code wait} for the outcome. */
    public Answer delete(String path, Duration wait) {
        return answer(() -> waiting(wait).delete(path));
    }

    private ApiClient waiting(Duration wait) {
        return preferring("wait=" + wait.toSeconds());
    }

    private ApiClient preferring(String prefer) {
        return api.with("Prefer", prefer);
    }

    private static Answer answer(Supplier<ApiResponse> request) {
        ApiResponse response = call(request);
        return new Answer(response.status(), response.body());
    }

    private static <T> T call(Supplier<T> request) {
        try {
            return request.get();
        } catch (CommandFailure e) {
            throw new StackFailure(e.sentence(), e);
        } catch (CommandInterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFailure("Interrupted while waiting for DCM.", e);
        }
    }
}
