package dcm.worker.firewall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dcm.contract.identity.AddressRange;
import dcm.contract.identity.HostName;
import dcm.contract.identity.PortRange;
import dcm.worker.host.CommandRunner;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests with the kernel's nftables that changed rules are loaded again. */
class FirewallIT {
    private final FirewallRules rules = FirewallRules.of(
            "it-%08x".formatted(ThreadLocalRandom.current().nextInt()),
            new HostName("n1"),
            "10.222.0.0/16",
            List.of("127.0.0.1"),
            new PortRange(31_000, 31_999),
            100,
            List.of());
    private final Firewall firewall = new Firewall(rules, List::of, Optional::empty, Duration.ofMillis(100));

    @BeforeEach
    void load() throws Exception {
        firewall.start();
        await("the rules").atMost(Duration.ofSeconds(10)).until(() -> !listing().isEmpty());
    }

    @AfterEach
    void close() throws Exception {
        firewall.close();
        CommandRunner.run("nft", "delete", "table", "inet", rules.table());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "delete table inet %s",
                "flush table inet %s",
                "flush chain inet %s forward",
                "flush set inet %s same_owner",
                "insert rule inet %s input accept"
            })
    void changedRulesAreLoadedAgain(String change) throws Exception {
        String loaded = listing();

        CommandRunner.runWith(change.formatted(rules.table()), "nft", "-f", "-");

        await("the same rules")
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(listing()).isEqualTo(loaded));
        assertThat(firewall.problem()).isEmpty();
    }

    @Test
    void changedRulesAreLoadedAgainWhileHintsArrive() throws Exception {
        String loaded = listing();

        CommandRunner.runWith("flush chain inet %s forward".formatted(rules.table()), "nft", "-f", "-");

        await("the same rules")
                .atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(10))
                .untilAsserted(() -> {
                    firewall.hint();
                    assertThat(listing()).isEqualTo(loaded);
                });
    }

    @Test
    void largeNetworkReplacesTheUsualNetworksWithItsAddressesWhileItExists() throws Exception {
        ContainerBridges large = new ContainerBridges(Set.of("dcm-1"), Set.of(AddressRange.parse("10.222.252.1/22")));
        firewall.close(); // it would restore its own rules
        String without = listing();

        CommandRunner.runWith(rules.script(List.of(), large), "nft", "-f", "-");
        assertThat(listing())
                .contains("10.222.252.0/22 . 10.222.252.0/22", "ip saddr 10.222.252.0/22", "255.255.252.0")
                .doesNotContain("10.222.252.0/26");

        CommandRunner.runWith(rules.script(List.of(), ContainerBridges.NONE), "nft", "-f", "-");
        assertThat(listing()).isEqualTo(without);
    }

    private String listing() throws InterruptedException {
        try {
            return CommandRunner.run("nft", "--stateless", "list", "table", "inet", rules.table());
        } catch (IOException none) {
            return "";
        }
    }
}
