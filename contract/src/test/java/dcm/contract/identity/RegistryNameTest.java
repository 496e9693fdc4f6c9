package dcm.contract.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryNameTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "registry.lab.example",
                "localhost",
                "tools:5000",
                "192.0.2.1:8094",
                "[2001:db8::1]:8094",
                "[::1]",
                "[::ffff:192.0.2.1]:65535"
            })
    void addressOfARegistryIsValid(String address) {
        assertThat(new RegistryName(address)).hasToString(address);
        assertThat(new ImageReference(address + "/dcm/images:1").registry()).isEqualTo(new RegistryName(address));
        assertThat(URI.create("https://" + address + "/v2/").getHost()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tools",
                "2001:db8::1",
                "[2001:db8::1",
                "[]:8094",
                "[1:2]:8094",
                "[192.0.2.1]",
                "[::1]:65536",
                "a:65536",
                "[::1]:0",
                "[fe80::1%eth0]"
            })
    void otherTextIsInvalid(String address) {
        assertThatThrownBy(() -> new RegistryName(address))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("HOST:PORT");
    }
}
