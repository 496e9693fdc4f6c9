package dcm.user.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dcm.contract.identity.GroupName;
import dcm.contract.identity.InvalidValueException;
import dcm.contract.identity.Role;
import dcm.contract.intent.AccountIntent.ChangeProfile;
import dcm.contract.intent.AccountIntent.ChangeProfile.Clearable;
import dcm.rest.problem.StrictJson;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChangeRequestTest {
    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

    @Test
    void missingFieldIsUnchangedAndNullFieldIsCleared() throws Exception {
        ChangeProfile change = change("""
                {"role": "administrator", "group": "students", "email": null, "expiresAt": null}""");

        assertThat(change)
                .isEqualTo(new ChangeProfile(
                        null,
                        Role.ADMINISTRATOR,
                        null,
                        new GroupName("students"),
                        null,
                        Set.of(Clearable.EMAIL, Clearable.EXPIRES_AT)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"email\": \"alice\"}",
                "{\"email\": \"alice@lab.example, bob@lab.example\"}",
                "{\"email\": \"a@b\\nBcc: c@d\"}",
                "{\"displayName\": \" \"}",
                "{\"expiresAt\": \"2029-12-31T23:59:59Z\"}",
                "{\"expiresAt\": \"tomorrow\"}",
                "{}"
            })
    void invalidChangeIsRejected(String json) {
        assertThatThrownBy(() -> change(json)).isInstanceOf(InvalidValueException.class);
    }

    private static ChangeProfile change(String json) throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        new StrictJson().customize(mapper);
        return mapper.readValue(json, ChangeRequest.class).toIntent(NOW);
    }
}
