package dcm.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UserRebindTest {
    private static final String BOUND =
            "{\"name\": \"%s\", \"signInIssuer\": \"https://%s.example\", \"signInSubject\": \"%s-1\"}";

    private FakeApiGateway gateway;

    @BeforeEach
    void open() throws IOException {
        gateway = new FakeApiGateway();
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void accountIsBoundToASubject() {
        gateway.answers("PUT /v1/users/bob/sign-in", 200, bound("bob", "new"));

        assertThat(rebind("bob", "--subject", "bob-1"))
                .isEqualTo(new Typed(0, "The account bob is bound to bob-1 at https://new.example.", ""));
    }

    @Test
    void accountIsReleasedByName() {
        gateway.answers("DELETE /v1/users/bob/sign-in", 200, "{\"name\": \"bob\"}");

        assertThat(rebind("bob", "--by-name"))
                .isEqualTo(new Typed(0, "The account bob is bound to the next sign-in with its name.", ""));
    }

    @Test
    void onlyAccountsOfOtherIssuersAreReboundExceptTheCallers() {
        gateway.answers("GET /v1/me", 200, "{\"name\": \"alice\"}")
                .answers(
                        "GET /v1/users",
                        200,
                        "{\"items\": [%s, %s, %s, {\"name\": \"unused\"}]}"
                                .formatted(bound("alice", "old"), bound("bob", "old"), bound("carol", "new")))
                .answers("PUT /v1/users/bob/sign-in", 200, bound("bob", "new"));

        assertThat(rebind("--issuer", "https://new.example").out()).endsWith("Accounts rebound: 1.");
        assertThat(gateway.requests()).containsExactly("GET /v1/me", "GET /v1/users", "PUT /v1/users/bob/sign-in");
    }

    @Test
    void ambiguousArgumentsAreRejectedWithoutARequest() {
        assertThat(rebind("bob").code()).isEqualTo(2);
        assertThat(rebind("bob", "--subject", "b", "--by-name").code()).isEqualTo(2);
        assertThat(rebind("bob", "--by-name", "--issuer", "https://new.example").code())
                .isEqualTo(2);
        assertThat(rebind().code()).isEqualTo(2);
        assertThat(rebind("--issuer", "https://new.example", "--subject", "b").code())
                .isEqualTo(2);
        assertThat(gateway.requests()).isEmpty();
    }

    private Typed rebind(String... arguments) {
        String[] words = new String[arguments.length + 2];
        words[0] = "user";
        words[1] = "rebind";
        System.arraycopy(arguments, 0, words, 2, arguments.length);
        return Typed.at(gateway.address(), words);
    }

    private static String bound(String account, String issuer) {
        return BOUND.formatted(account, issuer, account);
    }
}
