package dcm.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.server.SshServer;
import org.junit.jupiter.api.Test;

class AlgorithmsTest {
    private final SshServer server = SshServer.setUpDefaultServer();

    @Test
    void onlyModernAlgorithmsAreOffered() {
        Algorithms.choose(server);

        assertThat(names(server.getKeyExchangeFactories()))
                .containsExactly(
                        "mlkem768x25519-sha256",
                        "sntrup761x25519-sha512",
                        "sntrup761x25519-sha512@openssh.com",
                        "curve25519-sha256",
                        "curve25519-sha256@libssh.org");
        assertThat(names(server.getCipherFactories()))
                .containsExactly(
                        "chacha20-poly1305@openssh.com",
                        "aes256-gcm@openssh.com",
                        "aes128-gcm@openssh.com",
                        "aes256-ctr",
                        "aes128-ctr");
        assertThat(names(server.getMacFactories()))
                .containsExactly("hmac-sha2-512-etm@openssh.com", "hmac-sha2-256-etm@openssh.com");
        assertThat(names(server.getSignatureFactories()))
                .contains("ssh-ed25519", "rsa-sha2-512")
                .doesNotContain("ssh-rsa", "ssh-dss")
                .noneMatch(name -> name.contains("cert"));
        assertThat(names(server.getCompressionFactories())).containsExactly("none");
    }

    private static List<String> names(List<? extends NamedResource> offered) {
        return offered.stream().map(NamedResource::getName).toList();
    }
}
