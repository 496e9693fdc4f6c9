package dcm.cli.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import dcm.contract.identity.PublicKey;
import dcm.shell.api.CommandFailure;
import dcm.shell.api.Documents;
import dcm.shell.document.ContainerDocument;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class GatewayHostKeysTest {
    private static final String ID = "0123456789abcdef";
    private static final byte[] KEY = "a key".getBytes(StandardCharsets.UTF_8);
    private static final String LINE = "ssh-ed25519 " + Base64.getEncoder().encodeToString(KEY);

    @Test
    void keyIsAcceptedOnlyIfDcmRecordedIt() throws JsonProcessingException {
        GatewayHostKeys keys =
                GatewayHostKeys.parse("[{\"alias\": \"dcm-%s\", \"hostKey\": \"%s\"}]".formatted(ID, LINE));

        assertThat(keys.of(container(PublicKey.fingerprint(KEY)))).contains(LINE);
        assertThat(keys.of(container("SHA256:of-another-key"))).isEmpty();
    }

    @Test
    void containerWithoutAKeyHasNone() throws JsonProcessingException {
        GatewayHostKeys keys = GatewayHostKeys.parse("[{\"alias\": \"dcm-%s\"}]".formatted(ID));

        assertThat(keys.of(container(PublicKey.fingerprint(KEY)))).isEmpty();
    }

    @Test
    void otherOutputIsAnError() {
        assertThatThrownBy(() -> GatewayHostKeys.parse("Welcome to a router"))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("Welcome to a router");
    }

    private static ContainerDocument container(String fingerprint) throws JsonProcessingException {
        return Documents.parse(
                "{\"id\": \"%s\", \"name\": \"own\", \"state\": \"running\", \"ssh\": {\"hostKey\": \"%s\"}}"
                        .formatted(ID, fingerprint),
                ContainerDocument.class);
    }
}
