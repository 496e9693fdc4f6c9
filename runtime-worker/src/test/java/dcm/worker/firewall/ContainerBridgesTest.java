package dcm.worker.firewall;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.contract.identity.AddressRange;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ContainerBridgesTest {
    private static final AddressRange POOL = AddressRange.parse("10.213.0.0/16");
    private static final AddressRange LARGE = AddressRange.parse("10.213.252.1/22");

    /** Otherwise, the owners whose addresses it has would count as one. */
    @Test
    void networkOfAnInterfaceThatDcmDidNotCreateIsNotAnOwners() {
        ContainerBridges found = ContainerBridges.of(
                Map.of(
                        "dcm-0123456789a", Set.of(LARGE),
                        "tun0", Set.of(AddressRange.parse("10.213.5.6/8")),
                        "eth0", Set.of(AddressRange.parse("192.0.2.1/24"))),
                POOL);

        assertThat(found.networks()).containsExactly(LARGE);
        assertThat(found.names()).containsExactlyInAnyOrder("dcm-0123456789a", "tun0");
    }
}
