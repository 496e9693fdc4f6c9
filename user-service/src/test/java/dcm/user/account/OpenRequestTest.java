package dcm.user.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dcm.contract.identity.InvalidValueException;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.Profile;
import dcm.contract.identity.PublicKey;
import dcm.contract.identity.Role;
import dcm.contract.intent.AccountIntent.OpenAccount;
import dcm.rest.problem.StrictJson;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenRequestTest {
    private static final OwnerName ALICE = new OwnerName("alice");
    static final PublicKey KEY = new PublicKey(
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ1nW6y1mJr3vW5QvD3h4cQWcJ3m0Zc1m9nQkq0Jx1aB alice@laptop");

    @Test
    void requestWithOnlyANameOpensAUserAccountWithoutKeys() {
        OpenAccount intent = new OpenRequest(ALICE, null, null, null, null, null, null, null).toIntent(Instant.EPOCH);

        assertThat(intent).isEqualTo(OpenAccount.of(Profile.of("alice", Role.USER), List.of()));
    }

    @Test
    void givenFieldsAreInTheIntent() {
        OpenAccount intent = new OpenRequest(
                        ALICE, "  Alice Liddell ", Role.ADMINISTRATOR, List.of(KEY), null, null, null, null)
                .toIntent(Instant.EPOCH);

        assertThat(intent).isEqualTo(OpenAccount.of(Profile.of("Alice Liddell", Role.ADMINISTRATOR), List.of(KEY)));
    }

    @Test
    void requestIsReadFromJson() throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        new StrictJson().customize(mapper);

        OpenRequest request = mapper.readValue("""
                {"name": "alice", "displayName": "Alice", "role": "administrator", "keys": ["%s"]}
                """.formatted(KEY.line()), OpenRequest.class);

        assertThat(request)
                .isEqualTo(new OpenRequest(ALICE, "Alice", Role.ADMINISTRATOR, List.of(KEY), null, null, null, null));
    }

    @Test
    void requestWithoutANameIsRejected() {
        OpenRequest request = new OpenRequest(null, "", Role.USER, null, null, null, null, null);

        assertThatThrownBy(request::requiredName)
                .isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith("name: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \t ", "Alice\nadministrator", "\u0000", "tab\there"})
    void invalidDisplayNameIsRejected(String displayName) {
        assertThatThrownBy(() -> named(displayName).toIntent(Instant.EPOCH))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith("displayName: ");
    }

    @Test
    void displayNameOfAHundredCharactersIsAccepted() {
        assertThat(named("x".repeat(100)).toIntent(Instant.EPOCH).displayName()).hasSize(100);
    }

    @Test
    void displayNameOfMoreThanAHundredCharactersIsRejected() {
        assertThatThrownBy(() -> named("x".repeat(101)).toIntent(Instant.EPOCH))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith("displayName: ");
    }

    @Test
    void hundredKeysAreAccepted() {
        assertThat(withKeys(Collections.nCopies(100, KEY))
                        .toIntent(Instant.EPOCH)
                        .keys())
                .hasSize(100);
    }

    @Test
    void moreThanAHundredKeysAreRejectedWithTheirNumber() {
        assertThatThrownBy(() -> withKeys(Collections.nCopies(101, KEY)).toIntent(Instant.EPOCH))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("keys: At most 100; got 101.");
    }

    @Test
    void nullKeyIsRejected() {
        assertThatThrownBy(() -> withKeys(Collections.singletonList(null)).toIntent(Instant.EPOCH))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith("keys: ");
    }

    private static OpenRequest named(String displayName) {
        return new OpenRequest(ALICE, displayName, null, null, null, null, null, null);
    }

    private static OpenRequest withKeys(List<PublicKey> keys) {
        return new OpenRequest(ALICE, null, null, keys, null, null, null, null);
    }
}
