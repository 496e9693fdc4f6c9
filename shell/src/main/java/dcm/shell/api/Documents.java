package dcm.shell.api;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;

/** Reads documents of the API from JSON. Ignores fields that are not known. */
public final class Documents {
    private static final JsonSetter.Value EMPTY_IF_MISSING = JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY);
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .withConfigOverride(String.class, texts -> texts.setSetterInfo(EMPTY_IF_MISSING))
            .withConfigOverride(List.class, lists -> lists.setSetterInfo(EMPTY_IF_MISSING))
            .withConfigOverride(Map.class, maps -> maps.setSetterInfo(EMPTY_IF_MISSING))
            .build();

    private Documents() {}

    /**
     * The fields of a JSON object. A value that is not an object has no fields.
     *
     * @throws CommandFailure if a field has another type than in the record
     */
    public static <T> T read(JsonNode json, Class<T> type) {
        try {
            return JSON.treeToValue(json.isObject() ? json : JSON.createObjectNode(), type);
        } catch (JsonProcessingException e) {
            throw new CommandFailure(
                    ExitCode.FAILED, "The response of DCM has an unexpected structure: " + e.getOriginalMessage());
        }
    }

    /** Parses a JSON object, such as a line of a stream. */
    public static <T> T parse(String text, Class<T> type) throws JsonProcessingException {
        return read(JSON.readTree(text), type);
    }

    /** The fields of a JSON object whose names are data, in their order. */
    public static <T> Map<String, T> readMap(JsonNode json, Class<T> type) {
        return JSON.convertValue(
                json.isObject() ? json : JSON.createObjectNode(),
                JSON.getTypeFactory().constructMapType(Map.class, String.class, type));
    }
}
