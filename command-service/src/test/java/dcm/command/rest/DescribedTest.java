package dcm.command.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DescribedTest {
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    @ParameterizedTest
    @ValueSource(
            strings = {
                Described.ACCOUNT_CHANGED,
                Described.DONE,
                Described.ADMITTED,
                Described.LAUNCHED,
                Described.CREATED,
                Described.ALL_CREATED,
                Described.SOME_CREATED,
                Described.IMAGE_FLATTENED,
                Described.IMAGE_MADE
            })
    void exampleRoundTripsThroughIntentAnswer(String example) throws Exception {
        IntentAnswer answer = JSON.readValue(example, IntentAnswer.class);

        assertThat(JSON.readTree(JSON.writeValueAsString(answer))).isEqualTo(JSON.readTree(example));
    }
}
