package dcm.worker.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcm.contract.identity.InvalidValueException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {
    @ParameterizedTest
    @CsvSource({
        "10.224.0.0/12, 10.239.255.1/24, true",
        "10.224.0.0/12, 10.213.0.0/16, false",
        "10.224.0.0/12, 10.240.0.1/16, false",
        "10.224.0.0/12, 10.0.0.1/8, true",
        "10.224.0.0/12, 192.168.1.1/24, false",
        "10.224.0.0/12, 0.0.0.0/0, true"
    })
    void rangesOverlapIfOneContainsTheOther(String pool, String network, boolean overlap) {
        assertThat(AddressRange.parse(pool).overlaps(AddressRange.parse(network)))
                .isEqualTo(overlap);
        assertThat(AddressRange.parse(network).overlaps(AddressRange.parse(pool)))
                .isEqualTo(overlap);
    }

    @Test
    void loopbackNetworkIsOfThisHost() {
        assertThat(AddressRange.parse("127.0.0.0/8").ofThisHost()).contains("127.0.0.1/8");
        assertThat(AddressRange.parse("203.0.113.0/24").ofThisHost()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.224.0.0", "host/12", "10.224.0.0/x"})
    void otherTextIsRefused(String text) {
        assertThatThrownBy(() -> AddressRange.parse(text)).isInstanceOf(InvalidValueException.class);
    }
}
