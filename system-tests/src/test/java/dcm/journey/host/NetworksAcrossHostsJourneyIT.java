package dcm.journey.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.journey.support.Eventually;
import dcm.journey.support.RunningStack;
import dcm.journey.support.ShellRunner;
import dcm.journey.support.TestUser;
import dcm.stack.api.StackApiClient;
import dcm.stack.join.HostSwarm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Containers of one owner on two machines whose engines are in one swarm find one another, and nobody else does. */
@Order(2) // the cluster journeys that follow have machines without a swarm
@Tag("cluster")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NetworksAcrossHostsJourneyIT {
    private static final String HOMES = "/mnt/homes";
    private static final List<String> HOSTS = List.of("n7", "n8");
    private static final Map<String, ?> APART = Map.of("spread", "apart");

    private static RunningStack stack;
    private static List<TestMachine> machines = List.of();

    @BeforeAll
    static void joinAll() {
        stack = TestMachine.stack();
        stack.engine().liveRestore(false);
        stack.restartWith(Map.of("DCM_STORAGE_SHARED", "true", "DCM_SWARM", "on"));
        Path homes = stack.installation().storage();
        machines = HOSTS.stream()
                .map(name -> new TestMachine(name, Map.of(HOMES, homes)))
                .toList();
        admin().post("/v1/hosts/t1/cordon", Map.of("reason", "no containers here"), Duration.ZERO)
                .expectDone();
        assertThat(machines.getFirst().triesToJoin(stack, "--storage", HOMES)).contains("live-restore");
        machines.forEach(TestMachine::endLiveRestore);
        machines.getFirst().run("docker", "swarm", "init", "--advertise-addr", "127.0.0.1");
        assertThat(machines.getFirst().triesToJoin(stack, "--storage", HOMES)).contains("is in another swarm");
        machines.getFirst().run("docker", "swarm", "leave", "--force");
        machines.forEach(
                machine -> assertThat(machine.join(stack, "--storage", HOMES)).contains("This machine is the host n"));
        Eventually.that("all engines are in the swarm", () -> members().size() == 3);
    }

    @AfterAll
    static void end() {
        TestUser.removeAllResources();
        machines.forEach(TestMachine::close);
        HOSTS.forEach(NetworksAcrossHostsJourneyIT::remove);
        new HostSwarm(stack.installation()).leave();
        ShellRunner.attempt(List.of("docker", "-H", stack.engine().host(), "network", "rm", "docker_gwbridge"));
        stack.engine().liveRestore(true);
        stack.restartWith(Map.of("DCM_STORAGE_SHARED", "", "DCM_SWARM", ""));
    }

    private static StackApiClient admin() {
        return stack.people().administrator();
    }

    /** The addresses of the members of the swarm. */
    private static List<String> members() {
        return ShellRunner.run(
                        "sh",
                        "-c",
                        "docker -H %1$s node ls -q | xargs docker -H %1$s node inspect --format '{{.Status.Addr}}'"
                                .formatted(stack.engine().host()))
                .lines()
                .toList();
    }

    private static void remove(String host) {
        Eventually.that(
                "the host is removed",
                Duration.ofSeconds(90),
                () -> admin().get("/v1/hosts/" + host).status() == 404
                        || ShellRunner.attempt(List.of(stack.launcher("host", "rm", host)))
                                        .code()
                                == 0);
    }

    @Test
    @Order(1)
    void containersOfOneOwnerFindOneAnotherByNameOnAnyHost() {
        TestUser alice = TestUser.joins("alice");

        alice.createsBatch(2, "node-{n}", APART);

        JsonNode first = alice.show("node-1");
        JsonNode second = alice.show("node-2");
        assertThat(List.of(first.path("host").asText(), second.path("host").asText()))
                .containsExactlyInAnyOrderElementsOf(HOSTS);
        for (String other : List.of("node-1", "node-2")) {
            assertThat(alice.ssh(first, "root", "ping -c 1 -W 5 " + other)).contains(" 0% packet loss");
            assertThat(alice.ssh(first, "root", "ssh " + other + " hostname")).isEqualTo(other);
            assertThat(alice.ssh(second, alice.name(), "ssh " + other + " hostname"))
                    .isEqualTo(other);
        }
        assertThat(alice.ssh(first, "root", "cat /etc/dcm/hosts")).contains("node-1", "node-2");

        alice.doneTo("stop", "node-2");
        alice.doneTo("start", "node-2");
        Eventually.that(
                "the restarted container is found",
                () -> alice.trySsh(first, "root", "ssh node-2 hostname")
                        .output()
                        .equals("node-2"));
    }

    @Test
    @Order(2)
    void containersOfAnotherOwnerAreUnreachable() {
        TestUser alice = TestUser.joins("alice");
        TestUser mallory = TestUser.joins("mallory");
        alice.createsBatch(2, "node-{n}", APART);
        mallory.createsBatch(2, "attack-{n}", APART);
        JsonNode own = alice.show("node-1");
        JsonNode target = alice.show("node-2");
        List<String> addresses = addresses(alice, target);
        assertThat(addresses).hasSize(2);
        String overlay = addresses.getLast();
        assertThat(connects(alice, own, overlay)).as("their owner's container").isTrue();

        for (String name : List.of("attack-1", "attack-2")) {
            JsonNode attack = mallory.show(name);
            // Bridges of different hosts have the same addresses.
            List<String> reachable = machine(attack) == machine(target) ? addresses : List.of(overlay);
            for (String address : reachable) {
                assertThat(connects(mallory, attack, address))
                        .as("%s from %s", address, name)
                        .isFalse();
                assertThat(mallory.trySsh(attack, "root", "ping -c 1 -W 2 " + address)
                                .code())
                        .isNotZero();
            }
            assertThat(mallory.trySsh(attack, "root", "getent hosts node-2").code())
                    .as("the name is known")
                    .isNotZero();
        }
    }

    @Test
    @Order(3)
    void noContainerIsAttachedToTheGatewayNetworkOfTheSwarm() {
        TestUser alice = TestUser.joins("alice");
        alice.createsBatch(2, "node-{n}", APART);
        JsonNode first = alice.show("node-1");

        for (TestMachine machine : machines) {
            assertThat(machine.run(
                            "docker",
                            "network",
                            "inspect",
                            "docker_gwbridge",
                            "--format",
                            "{{range .Containers}}{{.Name}} {{end}}"))
                    .isIn("", "gateway_ingress-sbox");
            String gateway = machine.run(
                    "docker",
                    "network",
                    "inspect",
                    "docker_gwbridge",
                    "--format",
                    "{{range .IPAM.Config}}{{.Gateway}}{{end}}");
            assertThat(alice.trySsh(first, "root", "ping -c 1 -W 2 " + gateway).code())
                    .as("reaches %s of %s", gateway, machine.name())
                    .isNotZero();
        }
        assertThat(addresses(alice, first)).hasSize(2);
    }

    /** The kernel accepts packets to this port from any sender, with any network's number and any sender in them. */
    @Test
    @Order(4)
    void packetsThatAContainerForgesForTheNetworksOfOthersAreDropped() {
        TestUser mallory = TestUser.joins("mallory");
        JsonNode attack = mallory.creates("attack");
        TestMachine here = machine(attack);
        TestMachine there =
                machines.stream().filter(other -> other != here).findFirst().orElseThrow();
        String send = "timeout 5 bash -c 'echo forged >/dev/udp/%s/4789'".formatted(there.address());

        Eventually.that("the packet is dropped where the container runs", () -> {
            long before = packetsDropped(here, "2377, 4789, 7946");
            mallory.trySsh(attack, "root", send);
            return packetsDropped(here, "2377, 4789, 7946") > before;
        });
    }

    @Test
    @Order(5)
    void removedHostIsNoLongerInTheSwarmAndCannotReturnWithItsToken() {
        TestMachine removed = machines.getLast();
        String token = removed.run("cat", "/var/lib/dcm/secrets/swarm");
        assertThat(acceptedHosts(machines.getFirst())).contains(removed.address());
        TestUser.removeAllResources();
        removed.dcm("down");

        remove(removed.name());

        assertThat(members()).hasSize(2).doesNotContain(removed.address());
        assertThat(stack.docker("swarm", "join-token", "-q", "worker")).isNotEqualTo(token);
        Eventually.that(
                "other hosts drop its packets",
                () -> !acceptedHosts(machines.getFirst()).contains(removed.address()));
    }

    /** The rule that names the members whose packets a machine accepts. */
    private static String acceptedHosts(TestMachine machine) {
        return machine.run("sh", "-c", "nft list ruleset 2>/dev/null | grep -F '4789, 7946 } ip saddr'");
    }

    private static long packetsDropped(TestMachine machine, String ports) {
        return Long.parseLong(machine.run(
                "sh",
                "-c",
                "nft list ruleset 2>/dev/null | grep -F 'dport { %s }' | grep -o 'packets [0-9]*' | cut -d ' ' -f 2"
                        .formatted(ports)));
    }

    private static TestMachine machine(JsonNode container) {
        return machines.get(HOSTS.indexOf(container.path("host").asText()));
    }

    /** The addresses of a container: on its host's network and on the one across hosts. */
    private static List<String> addresses(TestUser owner, JsonNode container) {
        return owner.ssh(
                        container,
                        "root",
                        "ip -4 -o address show scope global | awk '{ sub(\"/.*\", \"\", $4); print $4 }' | sort -t . -k 2n")
                .lines()
                .toList();
    }

    private static boolean connects(TestUser from, JsonNode container, String address) {
        // A network may answer for addresses that it does not have, so only the SSH server's greeting counts.
        return from.trySsh(container, "root", "timeout 3 bash -c 'head -c 4 </dev/tcp/" + address + "/22'")
                .output()
                .contains("SSH-");
    }
}
