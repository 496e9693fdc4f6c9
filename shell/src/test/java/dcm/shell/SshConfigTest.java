package dcm.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.shell.document.ContainerDocument;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class SshConfigTest {
    private static final String WEB = container("0123456789abcdef", "web", "31000", "192.0.2.10");

    private static String container(String id, String name, String handle, String address) {
        return """
                {"id": "%s", "name": "%s", "handle": "%s", "state": "running",
                 "ssh": {"address": "%s", "port": 31000, "hostKey": "SHA256:x"}}""".formatted(id, name, handle, address);
    }

    private static Typed sshConfig(String containers) throws IOException {
        try (FakeApiGateway gateway = new FakeApiGateway()) {
            gateway.answersAllWith("{\"items\": [" + containers + "]}");
            return Typed.at(gateway.address(), "ssh-config");
        }
    }

    @Test
    void containerHasItsLines() throws IOException {
        Typed lines = sshConfig(WEB);

        assertThat(lines.code()).isZero();
        assertThat(lines.out().lines().map(String::strip))
                .containsExactly(
                        "Host web 31000",
                        "HostName 192.0.2.10",
                        "Port 31000",
                        "User root",
                        "HostKeyAlias dcm-0123456789abcdef");
    }

    @Test
    void onlyContainersThatCannotBeReachedHaveAJump() throws IOException {
        String far = container("fedcba9876543210", "far", "31000", "198.51.100.7");
        try (FakeApiGateway gateway = new FakeApiGateway()) {
            gateway.answersAllWith("{\"items\": [" + WEB + "," + far + "]}");
            var services = new FakeGatewayServices() {
                @Override
                public boolean needsJump(ContainerDocument container) {
                    return container.name().equals("far");
                }
            };

            assertThat(Typed.at(gateway.address(), services, "ssh-config")
                            .out()
                            .lines()
                            .map(String::strip))
                    .contains("HostName 192.0.2.10", "HostName far", "ProxyJump alice@127.0.0.1:2222")
                    .doesNotContain("HostName web", "HostName 198.51.100.7");
        }
    }

    @Test
    void missingKeyOfARunningContainerIsAnError() throws IOException {
        String stopped = WEB.replace("running", "stopped").replace("\"web\"", "\"old\"");
        try (FakeApiGateway gateway = new FakeApiGateway()) {
            gateway.answersAllWith("{\"items\": [" + stopped + "]}");
            Typed typed = Typed.at(gateway.address(), "ssh-config", "--known-hosts");
            assertThat(typed.code()).isZero();
            assertThat(typed.err()).contains("old is stopped, so its host key cannot be read");

            gateway.answersAllWith("{\"items\": [" + WEB + "]}");
            typed = Typed.at(gateway.address(), "ssh-config", "--known-hosts");
            assertThat(typed.code()).isEqualTo(3);
            assertThat(typed.err()).contains("web does not present the host key that DCM recorded");
        }
    }

    @Test
    void containerWithAnInvalidValueIsSkippedWithAnError() throws IOException {
        String line = "\\nHost *\\n  ProxyCommand x";
        Typed lines = sshConfig(String.join(
                ",",
                container("0123456789abcdef" + line, "id", "31001", "192.0.2.10"),
                container("0123456789abcdef", "name" + line, "31002", "192.0.2.10"),
                container("0123456789abcdef", "handle", "31003" + line, "192.0.2.10"),
                container("0123456789abcdef", "address", "31004", "192.0.2.10" + line),
                WEB));

        assertThat(lines.code()).isEqualTo(3);
        assertThat(lines.out()).startsWith("Host web 31000").doesNotContain("ProxyCommand", "Host *");
        assertThat(lines.out().lines()).hasSize(5);
        assertThat(lines.err().lines()).hasSize(4).allMatch(error -> error.contains("is not valid"));
    }

    @Test
    void lineBreakInTheUserStartsNoLine() throws IOException {
        try (FakeApiGateway gateway = new FakeApiGateway()) {
            gateway.answersAllWith("{\"items\": [" + WEB + "]}");

            assertThat(Typed.at(gateway.address(), "ssh-config", "--user", "root\nProxyCommand x")
                            .out()
                            .lines())
                    .hasSize(5);
        }
    }
}
