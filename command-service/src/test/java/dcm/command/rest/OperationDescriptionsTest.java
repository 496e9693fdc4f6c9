package dcm.command.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dcm.command.rest.AboutResource.About;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperationDescriptionsTest {
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    @ParameterizedTest
    @ValueSource(
            strings = {
                OperationDescriptions.ACCOUNT_CHANGED,
                OperationDescriptions.DONE,
                OperationDescriptions.ADMITTED,
                OperationDescriptions.LAUNCHED,
                OperationDescriptions.CREATED,
                OperationDescriptions.ALL_CREATED,
                OperationDescriptions.SOME_CREATED,
                OperationDescriptions.IMAGE_FLATTENED,
                OperationDescriptions.IMAGE_MADE
            })
    void exampleRoundTripsThroughIntentAnswer(String example) throws Exception {
        IntentResponse answer = JSON.readValue(example, IntentResponse.class);

        assertThat(JSON.readTree(JSON.writeValueAsString(answer))).isEqualTo(JSON.readTree(example));
    }

    @ParameterizedTest
    @ValueSource(strings = {DryRunResponse.EXAMPLE, OperationDescriptions.DRY_RUN})
    void exampleOfADryRunRoundTrips(String example) throws Exception {
        DryRunResponse answer = JSON.readValue(example, DryRunResponse.class);

        assertThat(JSON.readTree(JSON.writeValueAsString(answer))).isEqualTo(JSON.readTree(example));
    }

    @Test
    void exampleOfTheInstallationRoundTrips() throws Exception {
        About about = JSON.readValue(About.EXAMPLE, About.class);

        assertThat(JSON.readTree(JSON.writeValueAsString(about))).isEqualTo(JSON.readTree(About.EXAMPLE));
    }
}
