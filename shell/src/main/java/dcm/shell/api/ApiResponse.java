package dcm.shell.api;

import com.fasterxml.jackson.databind.JsonNode;

/** A response of the API. */
public record ApiResponse(int status, JsonNode body) {
    /**
     * The response body.
     *
     * @throws CommandFailure if the API returned an error
     */
    public JsonNode expectDone() {
        if (status >= 400) {
            throw CommandFailure.of(status, body);
        }
        return body;
    }

    /** Whether this is a problem document with this code. */
    public boolean isProblem(String code) {
        return status >= 400 && body.path("code").asText().equals(code);
    }
}
