package dcm.shell.api;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.shell.document.ProblemDocument;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A response of the API.
 *
 * @param retryAfter how long to wait before the same request; null: not stated
 */
public record ApiResponse(
        int status, JsonNode body, @Nullable Duration retryAfter) {
    /**
     * The response body.
     *
     * @throws CommandFailure if the API returned an error
     */
    public JsonNode expectDone() {
        if (status >= 400) {
            throw failure();
        }
        return body;
    }

    /**
     * The fields of the response body.
     *
     * @throws CommandFailure if the API returned an error, or a document of another structure
     */
    public <T> T read(Class<T> type) {
        return document(type).fields();
    }

    /**
     * The response body with its fields.
     *
     * @throws CommandFailure if the API returned an error, or a document of another structure
     */
    public <T> Document<T> document(Class<T> type) {
        return Document.of(expectDone(), type);
    }

    /**
     * The documents in the list that the API returned.
     *
     * @throws CommandFailure if the API returned an error, or documents of another structure
     */
    public <T> List<T> items(Class<T> type) {
        return read(PageDocument.class).read(type);
    }

    /** The failure that the API returned. */
    CommandFailure failure() {
        return CommandFailure.of(status, problem(), body, retryAfter);
    }

    /** Whether this is a problem document with this code. */
    public boolean isProblem(String code) {
        return status >= 400 && problem().code().equals(code);
    }

    /** The problem document that the API returned with an error. */
    public ProblemDocument problem() {
        return Documents.read(body, ProblemDocument.class);
    }
}
