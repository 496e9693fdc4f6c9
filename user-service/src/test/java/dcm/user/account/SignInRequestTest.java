package dcm.user.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcm.contract.identity.InvalidValueException;
import dcm.contract.snapshot.AccountSnapshot.SignIn;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignInRequestTest {
    private static final Optional<String> USUAL = Optional.of("https://id.example/realms/dcm");

    @Test
    void issuerDefaultsToTheOneOfTheInstallation() {
        assertThat(new SignInRequest(null, "a-1").signIn(USUAL))
                .isEqualTo(new SignIn("https://id.example/realms/dcm", "a-1"));
    }

    @Test
    void givenIssuerIsKeptExactly() {
        assertThat(new SignInRequest("https://new.example/", "a-1").signIn(USUAL))
                .isEqualTo(new SignIn("https://new.example/", "a-1"));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "a\u0000b"})
    void invalidSubjectIsRejected(String subject) {
        assertThatThrownBy(() -> new SignInRequest(null, subject).signIn(USUAL))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith("subject:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "id.example", "ftp://id.example", "https://", "https://a b"})
    void issuerThatIsNoUrlIsRejected(String issuer) {
        assertThatThrownBy(() -> new SignInRequest(issuer, "a-1").signIn(USUAL))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith("issuer:");
    }
}
