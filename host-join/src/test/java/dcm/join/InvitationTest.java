package dcm.join;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcm.contract.identity.HostName;
import dcm.contract.identity.InvalidValueException;
import dcm.contract.identity.JoinId;
import dcm.contract.identity.SwarmMode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InvitationTest {
    private static final HostName N2 = new HostName("n2");
    private static final Instant EXPIRES = Instant.parse("2026-12-01T12:00:00Z");
    private static final JoinToken TOKEN =
            new JoinToken(N2, URI.create("https://192.0.2.1:8093"), "ab".repeat(32), "secret-word");
    private static final Invitation INVITATION = new Invitation(
            N2,
            Invitation.hash("secret-word"),
            EXPIRES,
            new HostCredentials(
                    "dcm-1",
                    "192.0.2.1:8092",
                    "worker-n2",
                    "pass-word",
                    "key",
                    "token-key",
                    JoinId.fresh(),
                    "report-key",
                    null,
                    null,
                    new SwarmAccess(SwarmMode.ON, "192.0.2.1:2377", "swarm-token", "10.224.0.0/12")));

    @TempDir
    private Path directory;

    @Test
    void tokenIsOneWordThatCanBeParsed() {
        assertThat(TOKEN.encode()).doesNotContainAnyWhitespaces().startsWith("dcm-join-");
        assertThat(JoinToken.parse(" " + TOKEN.encode() + "\n")).isEqualTo(TOKEN);
    }

    @Test
    void incompleteTokenIsInvalid() {
        String word = TOKEN.encode();
        for (String cut : new String[] {"", "dcm-join-", word.substring(0, 40), word.substring(10), word + "*"}) {
            assertThatThrownBy(() -> JoinToken.parse(cut))
                    .isInstanceOf(InvalidValueException.class)
                    .hasMessageContaining("dcm host invite NAME");
        }
    }

    @Test
    void tokenWithoutTlsIsInvalid() {
        String plain = new JoinToken(N2, URI.create("http://192.0.2.1:8093"), "ab", "secret").encode();

        assertThatThrownBy(() -> JoinToken.parse(plain)).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void invitationAcceptsItsSecretUntilItExpires() {
        assertThat(INVITATION.accepts("secret-word", EXPIRES.minus(Duration.ofSeconds(1))))
                .isTrue();
        assertThat(INVITATION.accepts("secret-word", EXPIRES)).isFalse();
        assertThat(INVITATION.accepts("another", EXPIRES.minus(Duration.ofSeconds(1))))
                .isFalse();
    }

    @Test
    void storedInvitationIsPrivateAndUsedOnce() throws IOException {
        Path files = directory.resolve("invitations");
        Invitations invitations = new Invitations(files);
        invitations.store(INVITATION);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files.resolve("n2.json"))))
                .isEqualTo("rw-------");
        assertThat(Files.readString(files.resolve("n2.json"))).doesNotContain("secret-word");
        assertThat(invitations.find(N2)).contains(INVITATION);
        assertThat(invitations.use(N2)).isTrue();
        assertThat(invitations.use(N2)).isFalse();
        assertThat(invitations.find(N2)).isEmpty();
    }

    @Test
    void allInvitationsAreFoundWithChangedCredentials() throws IOException {
        Invitations invitations = new Invitations(directory.resolve("invitations"));
        assertThat(invitations.all()).isEmpty();
        invitations.store(INVITATION);

        Invitation changed = INVITATION.withCredentials(INVITATION.credentials().withSwarm(null));
        invitations.store(changed);

        assertThat(invitations.all()).containsExactly(changed);
    }

    @Test
    void secretsAreNotInTextForms() {
        assertThat(INVITATION.toString() + TOKEN).doesNotContain("secret-word", "pass-word", "login", "swarm-token");
    }
}
