package dcm.worker.firewall;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.contract.identity.AddressRange;
import dcm.contract.identity.ContainerPort;
import dcm.contract.identity.HostName;
import dcm.contract.identity.PortRange;
import dcm.contract.identity.PublishedPort;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class FirewallRulesTest {
    private static final HostName N1 = new HostName("n1");
    private static final PortRange SSH = new PortRange(31_000, 31_999);

    @Test
    void publishedPortsAndSshPortsOfReachableAddressesAreAccepted() {
        String script = rules("192.0.2.7")
                .script(
                        List.of(
                                published("192.0.2.8", "5432"),
                                published("192.0.2.7", "53/udp"),
                                published("127.0.0.1", "80")),
                        ContainerBridges.NONE);

        assertThat(script)
                .contains("elements = { 192.0.2.7 . tcp . 31000-31999, 192.0.2.7 . udp . 53, 192.0.2.8 . tcp . 5432 }")
                .contains("ip saddr != 10.213.0.0/16 accept");
    }

    @Test
    void loopbackAddressesAddNoAcceptRule() {
        assertThat(rules("127.0.0.1").script(List.of(published("127.0.0.2", "8000")), ContainerBridges.NONE))
                .doesNotContain("elements = { 127");
    }

    @Test
    void otherMachinesReachAnAliasOnlyThroughItsInterface() {
        assertThat(rules("198.18.0.1").script(List.of(), ContainerBridges.NONE))
                .contains("iifname != \"lo\" iifname != \"dcm-*\" ip saddr != 10.213.0.0/16 ip daddr { 198.18.0.1 }"
                        + " fib daddr . iif type != local counter drop");
        assertThat(rules("127.0.0.1").script(List.of(), ContainerBridges.NONE)).doesNotContain("fib daddr");
    }

    @Test
    void portsOpenedByAnAdministratorAreAccepted() {
        FirewallRules rules = FirewallRules.of(
                "dcm-1", N1, "10.213.0.0/16", List.of("127.0.0.1"), SSH, 100, List.of("53/udp", "443"));

        assertThat(rules.script(List.of(), ContainerBridges.NONE))
                .contains("udp dport 53 accept", "tcp dport 443 accept");
    }

    @Test
    void tableIsReplacedOrCreated() {
        assertThat(rules("127.0.0.1").script(List.of(), ContainerBridges.NONE))
                .startsWith("table inet dcm_dcm_1_n1 {")
                .contains("}\nflush table inet dcm_dcm_1_n1\nflush set inet dcm_dcm_1_n1 published\n"
                        + "flush set inet dcm_dcm_1_n1 same_owner\ntable inet dcm_dcm_1_n1 {");
    }

    @Test
    void connectionsOfEachOwnersNetworkAreLimited() {
        assertThat(rules("127.0.0.1").script(List.of(), ContainerBridges.NONE))
                .contains("ct state new ip saddr 10.213.0.0/16 add @connections_100"
                        + " { ip saddr & 255.255.255.192 ct count over 100 } counter drop");
    }

    @Test
    void containersReachContainersOfTheirOwnNetworkOnly() {
        assertThat(rules("127.0.0.1").script(List.of(), ContainerBridges.NONE))
                .contains(
                        "ip saddr 10.213.0.0/16 ip daddr 10.213.0.0/16 ip saddr . ip daddr != @same_owner counter drop",
                        "elements = { 10.213.0.0/26 . 10.213.0.0/26, 10.213.0.64/26 . 10.213.0.64/26,",
                        ", 10.213.255.192/26 . 10.213.255.192/26 }");
    }

    @Test
    void containersReachAllContainersOfTheirOwnersLargeNetwork() {
        ContainerBridges bridges = new ContainerBridges(
                Set.of("dcm-0", "dcm-1"),
                Set.of(AddressRange.parse("10.213.252.1/22"), AddressRange.parse("10.213.0.65/26")));

        String script = rules("127.0.0.1").script(List.of(), bridges);

        assertThat(script)
                .contains(
                        ", 10.213.251.192/26 . 10.213.251.192/26, 10.213.252.0/22 . 10.213.252.0/22 }",
                        "ct state new ip saddr 10.213.252.0/22 add @connections_100"
                                + " { ip saddr & 255.255.252.0 ct count over 100 } counter drop\n",
                        "ct state new ip saddr 10.213.0.0/16 ip saddr != { 10.213.252.0/22 } add @connections_100"
                                + " { ip saddr & 255.255.255.192 ct count over 100 } counter drop\n")
                .doesNotContain("10.213.252.0/26", "10.213.255.192/26");
    }

    @Test
    void ipv6AndForgedAddressesFromEveryBridgeOfContainersAreDropped() {
        assertThat(rules("127.0.0.1")
                        .script(List.of(), new ContainerBridges(Set.of("br-2", "br-1", "dcm-0123456789a"), Set.of())))
                .contains(
                        "iifname \"dcm-*\" jump bridges\n",
                        "iifname \"br-1\" jump bridges\n",
                        "iifname \"br-2\" jump bridges\n",
                        "meta nfproto ipv6 counter drop\n",
                        "fib saddr . iif oif missing counter drop\n")
                .doesNotContain("dcm-0123456789a");
    }

    @Test
    void packetsOfTheSwarmComeFromOtherHostsOnly() {
        String script = rules("127.0.0.1")
                .script(List.of(), ContainerBridges.NONE, Optional.of(new TreeSet<>(Set.of("192.0.2.1", "192.0.2.2"))));

        assertThat(script)
                .contains(
                        "iifname != \"lo\" meta l4proto { tcp, udp } th dport { 4789, 7946 } meta nfproto ipv6 counter drop\n",
                        "iifname != \"lo\" meta l4proto { tcp, udp } th dport { 4789, 7946 }"
                                + " ip saddr != { 192.0.2.1, 192.0.2.2 } counter drop\n",
                        "ip saddr 10.213.0.0/16 ip daddr { 192.0.2.1, 192.0.2.2 } meta l4proto { tcp, udp }"
                                + " th dport { 2377, 4789, 7946 } counter drop\n");
    }

    @Test
    void singleHostOfASwarmAcceptsNoPacketsOfASwarm() {
        assertThat(rules("127.0.0.1").script(List.of(), ContainerBridges.NONE, Optional.of(Set.of())))
                .contains("th dport { 4789, 7946 } counter drop\n");
        assertThat(rules("127.0.0.1").script(List.of(), ContainerBridges.NONE)).doesNotContain("4789");
    }

    private static FirewallRules rules(String address) {
        return FirewallRules.of("dcm-1", N1, "10.213.0.0/16", List.of(address), SSH, 100, List.of());
    }

    private static PublishedPort published(String address, String port) {
        return new PublishedPort(address, ContainerPort.parse(port));
    }
}
