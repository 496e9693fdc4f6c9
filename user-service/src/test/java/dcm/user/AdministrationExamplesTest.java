package dcm.user;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dcm.user.account.UserView;
import dcm.user.grant.GrantView;
import dcm.user.group.GroupView;
import dcm.user.issuer.IssuerView;
import dcm.user.key.KeyView;
import dcm.user.preset.PresetView;
import dcm.user.quota.QuotaLimits;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdministrationExamplesTest {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    @ParameterizedTest
    @ValueSource(
            classes = {
                UserView.class,
                GrantView.class,
                PresetView.class,
                KeyView.class,
                GroupView.class,
                QuotaLimits.class,
                IssuerView.class
            })
    void exampleInTheDescriptionMatchesTheSerializedView(Class<?> view) throws Exception {
        String example = view.getAnnotation(Schema.class).examples()[0];

        Object read = JSON.readValue(example, view);

        assertThat(JSON.readTree(JSON.writeValueAsString(read))).isEqualTo(JSON.readTree(example));
    }
}
