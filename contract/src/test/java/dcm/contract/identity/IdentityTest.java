package dcm.contract.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcm.contract.identity.Handle.Match;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityTest {
    private static final ContainerId ID = new ContainerId("31abcdef00112233");
    private static final ContainerName WEB = new ContainerName("web");
    private static final PortNumber PORT = new PortNumber(31_001);
    private static final String ED25519 =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Alice",
                "1alice",
                "al ice",
                "alice\n",
                "../alice",
                "root",
                "sshd",
                "a234567890123456789012345678901x"
            })
    void ownerNameThatIsNotAnAllowedPosixUserNameIsRejected(String name) {
        assertThatThrownBy(() -> new OwnerName(name)).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void rejectionMessageEscapesControlCharacters() {
        assertThatThrownBy(() -> new OwnerName("al\n\u001b[31mice")).hasMessageContaining("al\\u000a\\u001b[31mice");
    }

    @Test
    void sshPortNameAndFullIdMatchExactly() {
        assertThat(new Handle("31001").matches(ID, WEB, PORT)).isEqualTo(Match.EXACT);
        assertThat(new Handle("web").matches(ID, WEB, PORT)).isEqualTo(Match.EXACT);
        assertThat(new Handle(ID.value()).matches(ID, WEB, PORT)).isEqualTo(Match.EXACT);
    }

    @Test
    void idPrefixOfFourCharactersMatchesAsPrefix() {
        assertThat(new Handle("31ab").matches(ID, WEB, PORT)).isEqualTo(Match.PREFIX);
        assertThat(new Handle("31a").matches(ID, WEB, PORT)).isEqualTo(Match.NONE);
    }

    @Test
    void sameKeyOfTwoActorsGivesTwoIntentIds() {
        IntentId alices = IntentId.ofKey(Actor.account(new OwnerName("alice")), "k1");

        assertThat(alices).isEqualTo(IntentId.ofKey(Actor.account(new OwnerName("alice")), "k1"));
        assertThat(alices).isNotEqualTo(IntentId.ofKey(Actor.account(new OwnerName("bob")), "k1"));
    }

    @Test
    void freshIntentIdsSortByTime() throws InterruptedException {
        IntentId earlier = IntentId.fresh();
        long start = System.currentTimeMillis();
        while (System.currentTimeMillis() == start) {
            Thread.onSpinWait();
        }

        assertThat(IntentId.fresh().value()).isGreaterThan(earlier.value());
        assertThat(java.util.UUID.fromString(earlier.value()).version()).isEqualTo(7);
    }

    @Test
    void publicKeyIsParsedFromOneLineOfTypeAndBase64() {
        assertThat(new PublicKey(ED25519 + " alice@laptop\n").line()).isEqualTo(ED25519 + " alice@laptop");
        assertThat(new PublicKey(ED25519).fingerprint()).startsWith("SHA256:").hasSize(50);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "command=\"id\" " + ED25519,
                "cert-authority " + ED25519,
                ED25519 + " a\n" + ED25519 + " b",
                "ssh-dss AAAAB3NzaC1kc3MAAACBAAAA",
                "ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f",
                "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5////",
                "ssh-ed25519"
            })
    void publicKeyWithOptionsSeveralLinesOrInvalidDataIsRejected(String line) {
        assertThatThrownBy(() -> new PublicKey(line)).isInstanceOf(InvalidValueException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ED25519 + " a comment",
                ED25519 + "\nssh-ed25519 AAAA",
                "from=\"*\" " + ED25519,
                "ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f",
                ""
            })
    void loginKeyIsAnEd25519KeyAndNothingElse(String key) {
        HostName host = new HostName("n1");

        assertThat(new LoginKeys(host, ED25519, ED25519).login()).isEqualTo(ED25519);
        assertThatThrownBy(() -> new LoginKeys(host, key, ED25519)).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> new LoginKeys(host, ED25519, key)).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void imageNameWithoutTagMatchesAnyTag() {
        ImageName full = new ImageName("debian-ssh:13");

        assertThat(new ImageName("debian-ssh").means(full)).isTrue();
        assertThat(new ImageName("debian-ssh:12").means(full)).isFalse();
        assertThat(new ImageName("debian").means(full)).isFalse();
    }
}
