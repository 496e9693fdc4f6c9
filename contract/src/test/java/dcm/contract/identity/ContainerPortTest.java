package dcm.contract.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcm.contract.codec.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerPortTest {
    @ParameterizedTest
    @CsvSource({"8080, 8080/tcp", "8080/tcp, 8080/tcp", "53/udp, 53/udp", "1, 1/tcp", "65535/udp, 65535/udp"})
    void protocolDefaultsToTcp(String written, String meant) {
        assertThat(ContainerPort.parse(written)).hasToString(meant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "0", "65536", "99999/tcp", "-1", "80/sctp", "80/", "80/TCP", "80 ", "eighty", "80/tcp\n"})
    void invalidPortIsRejected(String written) {
        assertThatThrownBy(() -> ContainerPort.parse(written)).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void portIsReadFromJsonNumberOrString() throws Exception {
        ContainerPort[] ports = Json.MAPPER.readValue("[8080, \"53/udp\"]", ContainerPort[].class);

        assertThat(ports).containsExactly(ContainerPort.tcp(8080), ContainerPort.parse("53/udp"));
        assertThat(Json.MAPPER.writeValueAsString(ports)).isEqualTo("[\"8080/tcp\",\"53/udp\"]");
    }
}
