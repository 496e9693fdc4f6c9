package dcm.shell.api;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A document of the API.
 *
 * @param fields what commands read
 * @param json everything that the API sent, which {@code --json} prints
 */
public record Document<T>(T fields, JsonNode json) {
    public static <T> Document<T> of(JsonNode json, Class<T> type) {
        return new Document<>(Documents.read(json, type), json);
    }
}
