package dcm.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Attacks from inside a container on the host's own services. */
class FirewallJourneyIT {
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
        return connects(person, container, networkOf(container, "Gateway"), port);
    }

    private String addressOf(JsonNode container) {
        return networkOf(container, "IPAddress");
    }

    private String networkOf(JsonNode container, String field) {
        return stack.docker(
                "inspect",
                "-f",
                "{{range .NetworkSettings.Networks}}{{.%s}}{{end}}".formatted(field),
                stack.dockerName(container.path("id").asText()));
    }

    private static boolean connects(TestUser person, JsonNode container, String address, int port) {
        return person.trySsh(
                        container,
                        "root",
                        "timeout 2 bash -c 'exec 3<>/dev/tcp/%s/%d' && echo reached".formatted(address, port))
                .output()
                .contains("reached");
    }

    private String table() {
        return "dcm_" + stack.installation().id().replace('-', '_') + "_t1";
    }
}
