package dcm.user.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.Profile;
import dcm.contract.identity.Role;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.contract.snapshot.AccountSnapshot.SignIn;
import dcm.user.key.KeyView;
import dcm.user.quota.QuotaLimits;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UserViewTest {
    private static final Instant OPENED = Instant.parse("2026-03-01T10:00:00Z");

    @Test
    void accountViewHasItsSignInAndKeyFingerprints() {
        UserView view = UserView.of(alice(new SignIn("https://id.example", "a-1")));

        assertThat(view)
                .isEqualTo(new UserView(
                        "alice",
                        "Alice Liddell",
                        Role.ADMINISTRATOR,
                        List.of(new KeyView(OpenRequestTest.KEY.fingerprint(), OpenRequestTest.KEY.line(), null)),
                        "https://id.example",
                        "a-1",
                        OPENED,
                        List.of(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        QuotaLimits.NONE,
                        null,
                        null,
                        null));
    }

    @Test
    void accountWithoutASignInHasNoSignInInItsJson() {
        JsonNode json =
                JsonMapper.builder().addModule(new JavaTimeModule()).build().valueToTree(UserView.of(alice(null)));

        assertThat(json.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("name", "displayName", "role", "keys", "openedAt", "grants", "quota");
        assertThat(json.get("role").asText()).isEqualTo("administrator");
    }

    private static AccountSnapshot alice(@Nullable SignIn signIn) {
        AccountSnapshot opened = AccountSnapshot.opened(
                new OwnerName("alice"),
                Profile.of("Alice Liddell", Role.ADMINISTRATOR),
                List.of(OpenRequestTest.KEY),
                null,
                OPENED);
        return signIn == null ? opened : opened.with(signIn);
    }
}
