package dcm.contract.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
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
        "10.224.0.0/12, 0.0.0.0/0, true",
        "2001:db8::/32, 2001:db8:7::1/64, true",
        "10.224.0.0/12, ::/0, false"
    })
    void rangesOverlapIfOneContainsTheOther(String pool, String network, boolean overlap) {
        assertThat(AddressRange.parse(pool).overlaps(AddressRange.parse(network)))
                .isEqualTo(overlap);
        assertThat(AddressRange.parse(network).overlaps(AddressRange.parse(pool)))
                .isEqualTo(overlap);
    }

    @ParameterizedTest
    @CsvSource({
        "10.213.0.1/16, 10.213.5.6, true",
        "10.213.0.1/16, 10.214.0.1, false",
        "192.0.2.1/32, 192.0.2.1, true",
        "192.0.2.1/32, 192.0.2.2, false",
        "2001:db8::1/64, 2001:db8::7, true",
        "2001:db8::1/64, 2001:db8:1::1, false",
        "0.0.0.0/0, ::1, false"
    })
    void rangeContainsTheAddressesWithItsPrefix(String range, String address, boolean contained) {
        assertThat(AddressRange.parse(range).contains(InetAddress.ofLiteral(address)))
                .isEqualTo(contained);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.224.0.0", "host/12", "10.224.0.0/x", "10.224.0.0/33", "10.224.0.0/-1"})
    void malformedRangeIsRejected(String text) {
        assertThatThrownBy(() -> AddressRange.parse(text)).isInstanceOf(InvalidValueException.class);
    }
}
