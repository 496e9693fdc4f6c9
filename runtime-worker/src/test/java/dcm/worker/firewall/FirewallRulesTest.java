package dcm.worker.firewall;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.contract.identity.ContainerPort;
import dcm.contract.identity.HostName;
import dcm.contract.identity.PortRange;
import dcm.contract.identity.PublishedPort;
import java.util.List;
import org.junit.jupiter.api.Test;

class FirewallRulesTest {
    private static final HostName N1 = new HostName("n1");
    private static final PortRange SSH = new PortRange(31_000, 31_999);

    @Test
    void publishedPortsAndSshPortsOfReachableAddressesAreAccepted() {
        String script = rules("192.0.2.7")
                .script(List.of(
                        published("192.0.2.8", "5432"),
                        published("192.0.2.7", "53/udp"),
                        published("127.0.0.1", "80")));

        assertThat(script)
                .contains("elements = { 192.0.2.7 . tcp . 31000-31999, 192.0.2.7 . udp . 53, 192.0.2.8 . tcp . 5432 }")
                .contains("ip saddr != 10.213.0.0/16 accept");
    }

    @Test
    void loopbackAddressesAddNoAcceptRule() {
        assertThat(rules("127.0.0.1").script(List.of(published("127.0.0.2", "8000"))))
                .doesNotContain("elements");
    }

    @Test
    void otherMachinesReachAnAliasOnlyThroughItsInterface() {
        assertThat(rules("198.18.0.1").script(List.of()))
                .contains("iifname != \"lo\" ip saddr != 10.213.0.0/16 ip daddr { 198.18.0.1 }"
                        + " fib daddr . iif type != local counter drop");
        assertThat(rules("127.0.0.1").script(List.of())).doesNotContain("fib");
    }

    @Test
    void portsOpenedByAnAdministratorAreAccepted() {
        FirewallRules rules = FirewallRules.of(
                "dcm-1", N1, "10.213.0.0/16", List.of("127.0.0.1"), SSH, 100, List.of("53/udp", "443"));

        assertThat(rules.script(List.of())).contains("udp dport 53 accept", "tcp dport 443 accept");
    }

    @Test
    void tableIsReplacedOrCreated() {
        assertThat(rules("127.0.0.1").script(List.of()))
                .startsWith("table inet dcm_dcm_1_n1 {")
                .contains(
                        "}\nflush table inet dcm_dcm_1_n1\nflush set inet dcm_dcm_1_n1 published\ntable inet dcm_dcm_1_n1 {");
    }

    @Test
    void connectionsOfEachOwnersNetworkAreLimited() {
        assertThat(rules("127.0.0.1").script(List.of()))
                .contains("ct state new ip saddr 10.213.0.0/16 add @connections_100"
                        + " { ip saddr & 255.255.255.192 ct count over 100 } counter drop");
    }

    private static FirewallRules rules(String address) {
        return FirewallRules.of("dcm-1", N1, "10.213.0.0/16", List.of(address), SSH, 100, List.of());
    }

    private static PublishedPort published(String address, String port) {
        return new PublishedPort(address, ContainerPort.parse(port));
    }
}
