package dcm.command.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcm.contract.codec.Json;
import dcm.contract.identity.ContainerPort;
import dcm.contract.identity.InvalidValueException;
import dcm.contract.identity.Settings;
import dcm.contract.intent.ContainerIntent.CreateContainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CreateRequestTest {
    @Test
    void requestWithOnlyAnImageUsesDefaults() throws Exception {
        CreateContainer intent = request("'image': 'debian-ssh'").toIntent();

        assertThat(intent.ports()).isEmpty();
        assertThat(intent.settings()).isEqualTo(Settings.NONE);
    }

    @Test
    void intentContainsAllRequestedValues() throws Exception {
        CreateContainer intent = request("'image': 'debian-ssh', 'ports': [8080, '53000/udp'], 'command': ['true'],"
                        + " 'environment': {'A': 'b'}, 'labels': {'user.a': 'b'}, 'timeZone': 'Europe/Berlin'")
                .toIntent();

        assertThat(intent.ports()).containsExactly(ContainerPort.tcp(8080), ContainerPort.parse("53000/udp"));
        assertThat(intent.settings().command()).containsExactly("true");
        assertThat(intent.settings().environment()).containsEntry("A", "b");
        assertThat(intent.settings().labels()).containsEntry("user.a", "b");
        assertThat(intent.settings().timeZone()).isEqualTo("Europe/Berlin");
    }

    @Test
    void commandLongerThanItsLimitIsRejected() {
        String longest = "a".repeat(4 * 1024);

        assertThatThrownBy(() -> request("'image': 'a', 'command': ['" + (longest + "','").repeat(4) + "a']")
                        .toIntent())
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("command: At most 16384 characters in total; got 16385.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'name': 'web' | image",
                "'image': 'a', 'ports': [8080, '8080/tcp', '8080/udp'] | the same port twice: 8080/tcp.",
                "'image': 'a', 'ports': [null] | ports",
                "'image': 'a', 'timeZone': 'Europe/Atlantis' | timeZone",
                "'image': 'a', 'environment': {'A': null} | environment",
                "'image': 'a', 'command': ['a', null] | command",
                "'image': 'a', 'command': ['a\\u001b[2J'] | command: Control characters",
                "'image': 'a', 'environment': {'A': 'b\\u0085'} | environment: ",
                "'image': 'a', 'labels': {'user.a': 'b\\u202e'} | labels: Control characters",
                "'image': 'a', 'workingDirectory': '/a\\u2066' | workingDirectory: Control characters",
                "'image': 'a', 'memoryMiB': 8 | memoryMiB",
                "'image': 'a', 'cpus': 0.001 | cpus"
            })
    void rejectionNamesTheInvalidField(String body, String named) {
        assertThatThrownBy(() -> request(body).toIntent())
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining(named);
    }

    @Test
    void multiLineScriptIsAcceptedAsCommand() throws Exception {
        assertThat(request("'image': 'a', 'command': ['sh', '-c', 'a\\nb\\tc']")
                        .toIntent()
                        .settings()
                        .command())
                .last()
                .isEqualTo("a\nb\tc");
    }

    @Test
    void requestWithMoreThan64PortsIsRejected() {
        String ports = "8000" + ", 8000".repeat(64);

        assertThatThrownBy(
                        () -> request("'image': 'a', 'ports': [" + ports + "]").toIntent())
                .hasMessageContaining("At most 64");
    }

    private static CreateRequest request(String body) throws Exception {
        return Json.MAPPER.readValue(("{" + body + "}").replace('\'', '"'), CreateRequest.class);
    }
}
