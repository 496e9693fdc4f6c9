package dcm.journey.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.journey.support.Eventually;
import dcm.journey.support.RunningStack;
import dcm.journey.support.SecondWorker;
import dcm.journey.support.ShellRunner;
import dcm.journey.support.TestUser;
import dcm.stack.engine.EngineCleanUp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Attacks from inside a container on the host's own services. */
class FirewallJourneyIT {
    private static final String METADATA = "169.254.169.254";
    private static final String DEVICE = "dcm-metadata";

    private final RunningStack stack = RunningStack.get();

    @Test
    void servicesOfTheHostAreUnreachableAlsoAfterTheRulesWereFlushed() throws IOException {
        TestUser mallory = TestUser.joins("mallory");
        JsonNode web = mallory.creates("web");
        try (ServerSocket service = new ServerSocket(0, 5, InetAddress.getByName("0.0.0.0"))) {
            Eventually.that("the rules are loaded", () -> !reaches(mallory, web, service.getLocalPort()));

            // Repeated, because the worker may reload the rules in between.
            Eventually.that("the service is reachable without the rules", () -> {
                ShellRunner.attempt(List.of("nft", "flush", "table", "inet", table()));
                return reaches(mallory, web, service.getLocalPort());
            });

            Eventually.that("the rules are loaded again", () -> !reaches(mallory, web, service.getLocalPort()));
        }
    }

    @Test
    void networkAndContainersOfAnotherOwnerAreUnreachable() throws IOException {
        TestUser alice = TestUser.joins("alice");
        TestUser mallory = TestUser.joins("mallory");
        JsonNode web = alice.creates("web");
        JsonNode own = alice.creates("own");
        JsonNode attack = mallory.creates("attack");
        String address = inspect(web, "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}");

        Eventually.that("their owner's container connects", () -> connects(alice, own, address, 22));
        assertThat(connects(mallory, attack, address, 22))
                .as("another owner's container")
                .isFalse();
        try (ServerSocket service = new ServerSocket(0, 5, InetAddress.getByName("0.0.0.0"))) {
            assertThat(connects(mallory, attack, gateway(web), service.getLocalPort()))
                    .as("the gateway of another owner's network")
                    .isFalse();
        }
    }

    /** The packets would go to a bridge without ports, so that only the rule's counter shows that they were dropped. */
    @Test
    void metadataServiceOfACloudIsUnreachable() {
        TestUser mallory = TestUser.joins("mallory");
        JsonNode attack = mallory.creates("attack");
        ShellRunner.run("ip", "link", "add", DEVICE, "type", "bridge");
        try {
            ShellRunner.run("ip", "link", "set", DEVICE, "up");
            ShellRunner.run("ip", "route", "replace", METADATA + "/32", "dev", DEVICE);
            Eventually.that("packets to the service are dropped", () -> {
                long before = packetsDropped("169.254.0.0/16");
                assertThat(connects(mallory, attack, METADATA, 80)).isFalse();
                return packetsDropped("169.254.0.0/16") > before;
            });
        } finally {
            ShellRunner.run("ip", "link", "delete", DEVICE);
        }
    }

    @Test
    void cleanUpDeletesTheRulesOfItsInstallationOnly() {
        String left = "dcm_clean_up_n1";
        createLoadsTheRules();
        ShellRunner.run("nft", "add", "table", "inet", left);

        new EngineCleanUp(SecondWorker.installation(stack, "clean-up")).remove(line -> {});

        assertThat(ShellRunner.run("nft", "list", "tables", "inet").lines())
                .contains("table inet " + table())
                .doesNotContain("table inet " + left);
    }

    private void createLoadsTheRules() {
        TestUser.joins("mallory").creates("web");
        Eventually.that(
                "the rules are loaded",
                () -> ShellRunner.run("nft", "list", "tables", "inet").contains(table()));
    }

    @Test
    void containersAreStartedByTheRuntimeThatLimitsThem() {
        TestUser alice = TestUser.joins("alice");
        JsonNode web = alice.creates("web");

        assertThat(stack.docker(
                        "inspect",
                        "-f",
                        "{{.HostConfig.Runtime}}",
                        stack.dockerName(web.path("id").asText())))
                .isEqualTo("dcm");
        assertThat(alice.ssh(web, "root", "findmnt --noheadings --output OPTIONS /dev/pts"))
                .contains("max=1024");
    }

    @Test
    void containersOfOneOwnerReachOneAnother() {
        TestUser alice = TestUser.joins("alice");
        JsonNode a = alice.creates("a", Map.of("memoryMiB", 256));
        alice.creates("b", Map.of("memoryMiB", 256));

        assertThat(alice.ssh(a, "root", "timeout 5 bash -c 'exec 3<>/dev/tcp/b/22; head -c 4 <&3'"))
                .isEqualTo("SSH-");
    }

    @Test
    void containersOfOtherOwnersAreUnreachableWithoutTheIsolationOfTheEngine() {
        TestUser mallory = TestUser.joins("mallory");
        TestUser bob = TestUser.joins("bob");
        JsonNode attacker = mallory.creates("attacker", Map.of("memoryMiB", 256));
        String target = addressOf(bob.creates("target", Map.of("memoryMiB", 256)));
        engineAccepts("-I", addressOf(attacker), target);
        try {
            Eventually.that("the rules are loaded", () -> !connects(mallory, attacker, target, 22));

            Eventually.that("the container is reachable without DCM's rules", () -> {
                ShellRunner.attempt(List.of("nft", "delete", "table", "inet", table()));
                return connects(mallory, attacker, target, 22);
            });
            Eventually.that("the rules are loaded again", () -> !connects(mallory, attacker, target, 22));
        } finally {
            engineAccepts("-D", addressOf(attacker), target);
        }
    }

    /** Adds or deletes rules that accept connections of a container to another before the engine's own rules drop them. */
    private static void engineAccepts(String command, String from, String to) {
        ShellRunner.run("iptables", command, "FORWARD", "-s", from, "-d", to, "-j", "ACCEPT");
        ShellRunner.run("iptables", command, "FORWARD", "-s", to, "-d", from, "-j", "ACCEPT");
    }

    /** Connects to the gateway of the container's network, which is an address of the host. */
    private boolean reaches(TestUser person, JsonNode container, int port) {
        return connects(person, container, gateway(container), port);
    }

    private static boolean connects(TestUser person, JsonNode container, String address, int port) {
        return person.trySsh(
                        container,
                        "root",
                        "timeout 2 bash -c 'exec 3<>/dev/tcp/%s/%d' && echo reached".formatted(address, port))
                .output()
                .contains("reached");
    }

    private String gateway(JsonNode container) {
        return inspect(container, "{{range .NetworkSettings.Networks}}{{.Gateway}}{{end}}");
    }

    private String addressOf(JsonNode container) {
        return inspect(container, "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}");
    }

    private String inspect(JsonNode container, String format) {
        return stack.docker(
                "inspect", "-f", format, stack.dockerName(container.path("id").asText()));
    }

    /** Of the rule that drops packets to these addresses. */
    private long packetsDropped(String addresses) {
        Matcher counter = Pattern.compile("ip daddr " + addresses + " counter packets ([0-9]+) .* drop")
                .matcher(ShellRunner.run("nft", "list", "table", "inet", table()));
        assertThat(counter.find())
                .as("a rule that drops packets to %s", addresses)
                .isTrue();
        return Long.parseLong(counter.group(1));
    }

    private String table() {
        return "dcm_" + stack.installation().id().replace('-', '_') + "_t1";
    }
}
