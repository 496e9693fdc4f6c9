package dcm.projection.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryExamplesTest {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    @ParameterizedTest
    @ValueSource(
            classes = {
                ContainerView.class,
                ImageView.class,
                Lineage.class,
                IntentView.class,
                IntentEntry.class,
                GrantedPreset.class,
                ContainerStats.class,
                OwnContainerStats.class,
                ContainerProcesses.class,
                AccountView.class,
                QuotaView.class,
                AuditEntry.class,
                HostView.class
            })
    void schemaExampleRoundTripsThroughItsView(Class<?> view) throws Exception {
        String example = view.getAnnotation(Schema.class).examples()[0];

        Object read = JSON.readValue(example, view);

        assertThat(JSON.readTree(JSON.writeValueAsString(read))).isEqualTo(JSON.readTree(example));
    }
}
