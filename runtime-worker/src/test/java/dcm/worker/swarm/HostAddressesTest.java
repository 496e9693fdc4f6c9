package dcm.worker.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.contract.identity.AddressRange;
import org.junit.jupiter.api.Test;

class HostAddressesTest {
    @Test
    void onlyAddressesWithAnOverlappingNetworkAreReturned() {
        assertThat(HostAddresses.overlapping(AddressRange.parse("127.0.0.0/8"))).contains("127.0.0.1/8");
        assertThat(HostAddresses.overlapping(AddressRange.parse("203.0.113.0/24")))
                .isEmpty();
    }
}
