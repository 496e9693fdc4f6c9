package dcm.cli.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcm.cli.server.About.SshGateway;
import dcm.cli.server.HostKeys;
import dcm.shell.api.CommandFailure;
import dcm.shell.api.Documents;
import dcm.shell.document.ContainerDocument;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenSshTest {
    private static final String GATEWAY_KEY =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ2zPlKYHOWaZx9HOTQo0oSKqy2sNtxVRm2v0BJGxtXU";
    private static final String FINGERPRINT = "SHA256:kV3kAC4BSFxSZ9Lpv1fLnnkmZ9cPkrXQ5oyUVLdvmjs";

    private static ContainerDocument container(String address, String hostKey) throws Exception {
        return Documents.parse("""
                {"id": "0123456789abcdef", "name": "web", "state": "running",
                 "ssh": {"address": "%s", "port": 31002, "hostKey": "%s"}}""".formatted(address, hostKey), ContainerDocument.class);
    }

    @Test
    void loginAcceptsOnlyTheRecordedHostKey() throws Exception {
        var target = new SshTarget(container("198.18.0.1", FINGERPRINT), null);

        assertThat(OpenSsh.loginCommand(target, "root", List.of("ForwardAgent=yes"), List.of("ls", "a b")))
                .startsWith("ssh", "-o", "ForwardAgent=yes")
                .contains(
                        "HostKeyAlias=dcm-0123456789abcdef",
                        "StrictHostKeyChecking=yes",
                        "UserKnownHostsFile=/dev/null")
                .anyMatch(word -> word.startsWith("KnownHostsCommand=/bin/sh")
                        && word.contains(FINGERPRINT)
                        && word.contains("echo \"dcm-0123456789abcdef %t %K\"")
                        && !word.contains("%H"))
                .endsWith("-p", "31002", "-l", "root", "198.18.0.1", "--", "ls 'a b'");
    }

    @Test
    void jumpUsesTheGatewayAndTheNameOfTheContainer() throws Exception {
        SshTarget target = throughGateway(Optional.empty());

        assertThat(OpenSsh.loginCommand(target, "root", List.of(), List.of()))
                .contains("ProxyJump=alice@dcm.example:2222")
                .endsWith("-p", "22", "-l", "root", "web");
    }

    @Test
    void jumpAcceptsOnlyTheHostKeyThatTheServerStates() throws Exception {
        SshTarget target = throughGateway(Optional.of(GATEWAY_KEY));

        String jump = OpenSsh.loginCommand(
                        target, "root", List.of("IdentityFile=~/my %d key", "ForwardAgent=yes"), List.of())
                .stream()
                .filter(word -> word.startsWith("ProxyCommand="))
                .findFirst()
                .orElseThrow();

        assertThat(jump)
                .startsWith("ProxyCommand=ssh -o 'IdentityFile=~/my %%d key' -o ")
                .contains(
                        "StrictHostKeyChecking=yes",
                        "'KnownHostsCommand=/bin/sh -c \"echo dcm-gateway " + GATEWAY_KEY + "\"'")
                .doesNotContain("ForwardAgent")
                .endsWith("-p 2222 -l alice -W '[%h]:%p' dcm.example");
    }

    @Test
    void invalidKeysOfTheGatewayAreRefused() {
        assertThatThrownBy(() -> new HostKeys(List.of(GATEWAY_KEY + "'; touch x; '")))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("not valid");
        assertThatThrownBy(() -> new HostKeys(List.of("ssh-rsa AAAA")).ofType(SshJump.KEY_TYPE))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("ssh-ed25519");
        assertThat(new HostKeys(List.of("ssh-rsa AAAA", GATEWAY_KEY)).ofType(SshJump.KEY_TYPE))
                .contains(GATEWAY_KEY);
        assertThat(new HostKeys(List.of()).ofType(SshJump.KEY_TYPE)).isEmpty();
    }

    private static SshTarget throughGateway(Optional<String> hostKey) throws Exception {
        return new SshTarget(
                container("198.18.0.1", FINGERPRINT),
                new SshJump("alice", new SshGateway("dcm.example", 2222), hostKey));
    }

    @Test
    void unexpectedAddressesAndKeysAreNotPassedToSsh() throws Exception {
        var unsafeKey = new SshTarget(container("198.18.0.1", "SHA256:x'; rm -rf /; '"), null);

        assertThatThrownBy(() -> unsafeKey.options(List.of()))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("host key");
        ContainerDocument unsafe = container("-oProxyCommand=x", FINGERPRINT);
        assertThatThrownBy(() -> new SshTarget(unsafe, null)).isInstanceOf(CommandFailure.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "id|1'\\\"; fi; touch x; if false; then echo \\\"'",
                "id|0123456789ab",
                "name|%h",
                "name|-oProxyCommand=x",
                "name|web\\n  ProxyCommand x",
                "handle|31002\\nHost *",
                "address|dcm.example",
                "address|`x`",
                "port|0",
                "port|65536",
            })
    void containerWithAnInvalidValueIsNotPassedToSsh(String field, String value) throws Exception {
        Map<String, String> fields = new HashMap<>(
                Map.of("id", "0123456789abcdef", "name", "web", "handle", "31002", "address", "::1", "port", "31002"));
        assertThat(new SshTarget(container(fields), null).host()).isEqualTo("::1");

        fields.put(field, value);

        ContainerDocument container = container(fields);
        assertThatThrownBy(() -> new SshTarget(container, null))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("is not valid")
                .hasMessageNotContaining("\n");
    }

    private static ContainerDocument container(Map<String, String> fields) throws Exception {
        return Documents.parse(
                """
                {"id": "%s", "name": "%s", "handle": "%s", "state": "running",
                 "ssh": {"address": "%s", "port": %s, "hostKey": "%s"}}""".formatted(
                                fields.get("id"),
                                fields.get("name"),
                                fields.get("handle"),
                                fields.get("address"),
                                fields.get("port"),
                                FINGERPRINT),
                ContainerDocument.class);
    }

    @ParameterizedTest
    @CsvSource({
        "alice, -oProxyCommand=x, 2222",
        "alice, dcm.example;x, 2222",
        "alice, $(x), 2222",
        "alice, dcm.example, 0",
        "alice, dcm.example, 65536",
        "-oProxyCommand=x, dcm.example, 2222",
        "$(x), dcm.example, 2222",
        "'', dcm.example, 2222",
    })
    void invalidAccountOrGatewayIsNotPassedToSsh(String account, String host, int port) {
        assertThatThrownBy(() -> new SshJump(account, new SshGateway(host, port), Optional.empty()))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("is not valid");
    }
}
