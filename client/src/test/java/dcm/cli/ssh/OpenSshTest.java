package dcm.cli.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcm.cli.server.About.SshGateway;
import dcm.shell.api.CommandFailure;
import dcm.shell.api.Documents;
import dcm.shell.document.ContainerDocument;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenSshTest {
    private static final String FINGERPRINT = "SHA256:kV3kAC4BSFxSZ9Lpv1fLnnkmZ9cPkrXQ5oyUVLdvmjs";

    private static ContainerDocument container(String address, String hostKey) throws Exception {
        return Documents.parse("""
                {"id": "0123456789ab", "name": "web", "state": "running",
                 "ssh": {"address": "%s", "port": 31002, "hostKey": "%s"}}""".formatted(address, hostKey), ContainerDocument.class);
    }

    @Test
    void loginAcceptsOnlyTheRecordedHostKey() throws Exception {
        var target = new SshTarget(container("198.18.0.1", FINGERPRINT), "", null);

        assertThat(OpenSsh.loginCommand(target, "root", List.of("ForwardAgent=yes"), List.of("ls", "a b")))
                .startsWith("ssh", "-o", "ForwardAgent=yes")
                .contains("HostKeyAlias=dcm-0123456789ab", "StrictHostKeyChecking=yes", "UserKnownHostsFile=/dev/null")
                .anyMatch(word -> word.startsWith("KnownHostsCommand=/bin/sh") && word.contains(FINGERPRINT))
                .endsWith("-p", "31002", "-l", "root", "198.18.0.1", "--", "ls 'a b'");
    }

    @Test
    void jumpUsesTheGatewayAndTheNameOfTheContainer() throws Exception {
        var target = new SshTarget(container("198.18.0.1", FINGERPRINT), "alice", new SshGateway("dcm.example", 2222));

        assertThat(OpenSsh.loginCommand(target, "root", List.of(), List.of()))
                .contains("ProxyJump=alice@dcm.example:2222")
                .endsWith("-p", "22", "-l", "root", "web");
    }

    @Test
    void unexpectedAddressesAndKeysAreNotPassedToSsh() throws Exception {
        var unsafeKey = new SshTarget(container("198.18.0.1", "SHA256:x'; rm -rf /; '"), "", null);

        assertThatThrownBy(unsafeKey::options)
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("host key");
        ContainerDocument unsafe = container("-oProxyCommand=x", FINGERPRINT);
        assertThatThrownBy(() -> new SshTarget(unsafe, "", null)).isInstanceOf(CommandFailure.class);
    }
}
