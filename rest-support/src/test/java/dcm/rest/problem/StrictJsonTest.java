package dcm.rest.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {
    private final ObjectMapper mapper = new ObjectMapper();

    record Request(String name, Integer count, Boolean force) {}

    StrictJsonTest() {
        new StrictJson().customize(mapper);
    }

    @Test
    void valuesOfTheDeclaredTypesAreRead() throws Exception {
        Request request = mapper.readValue("""
                {"name": "web", "count": 2, "force": true}
                """, Request.class);

        assertThat(request).isEqualTo(new Request("web", 2, true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"count\": \"2\"}",
                "{\"count\": \"\"}",
                "{\"count\": 1.5}",
                "{\"count\": 1.0}",
                "{\"count\": true}",
                "{\"count\": 3000000000}",
                "{\"force\": \"true\"}",
                "{\"force\": 1}",
            })
    void valueOfAnotherTypeIsRejected(String json) {
        assertThatThrownBy(() -> mapper.readValue(json, Request.class)).isInstanceOf(JsonProcessingException.class);
    }

    @Test
    void contentAfterTheDocumentIsRejected() {
        assertThatThrownBy(() -> mapper.readValue("{\"count\": 2} {\"count\": 3}", Request.class))
                .isInstanceOf(JsonProcessingException.class);
    }

    @Test
    void duplicateFieldInATreeIsRejected() {
        assertThatThrownBy(() -> mapper.readValue("{\"count\": 2, \"count\": 3}", JsonNode.class))
                .isInstanceOf(JsonProcessingException.class);
    }
}
