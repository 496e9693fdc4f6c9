package dcm.shell.api;

import com.fasterxml.jackson.databind.JsonNode;

/** What the API answered. */
public record Answer(int status, JsonNode body) {
    /**
     * The body of an answer that is no refusal.
     *
     * @throws CommandFailure with what a refusal says
     */
    public JsonNode expectDone() {
        if (status >= 400) {
            throw CommandFailure.of(status, body);
        }
        return body;
    }

    /** True for a problem of this code. */
    public boolean isProblem(String code) {
        return status >= 400 && body.path("code").asText().equals(code);
    }
}
