package dcm.contract.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IpLiteralTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "198.18.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "fd00::1:2",
                "::ffff:10.0.0.1",
                "2001:DB8::A"
            })
    void addressIsParsedAsJavaDoes(String text) {
        assertThat(IpLiteral.parse(text)).isEqualTo(InetAddress.ofLiteral(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "abc",
                "256.1.1.1",
                "1.2.3",
                "1.2.3.4.5",
                ":",
                "::g",
                "a:b",
                "1:2:3:4:5:6:7:8:9",
                "[::1]"
            })
    void otherTextsAreRefused(String text) {
        assertThatThrownBy(() -> IpLiteral.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
