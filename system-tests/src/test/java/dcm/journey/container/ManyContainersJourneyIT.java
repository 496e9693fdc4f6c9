package dcm.journey.container;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.journey.support.Eventually;
import dcm.journey.support.RunningStack;
import dcm.journey.support.TestUser;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An owner has more containers on a host than the first private network has addresses. */
@Tag("isolation")
class ManyContainersJourneyIT {
    /** As many as the first network has addresses. */
    private static final int EARLY = 61;

    private static final int LATE = 8;
    private static final Map<String, ?> SMALL = Map.of("memoryMiB", 64, "cpus", 0.1);
    private static final Duration BOUND = Duration.ofMinutes(5);

    private final RunningStack stack = RunningStack.get();

    @BeforeEach
    void freeTheHost() {
        TestUser.removeAllResources();
    }

    @Test
    void containersBeyondTheFirstNetworkRunAndReachTheOthersOfTheirOwnerOnly() {
        TestUser alice = unlimited("alice");
        TestUser mallory = TestUser.joins("mallory");
        asksForBatch(alice, EARLY, "early-{n}");
        JsonNode first = alice.show("early-1");
        String route = inside(first, "ip route show default");

        asksForBatch(alice, LATE, "late-{n}");

        assertThat(alice.client()
                        .get("/v1/containers?limit=500")
                        .expectDone()
                        .path("items")
                        .findValuesAsText("state"))
                .hasSize(EARLY + LATE)
                .containsOnly("running");
        JsonNode last = alice.show("late-" + LATE);
        assertThat(inside(first, "ip route show default")).isEqualTo(route);
        assertThat(alice.ssh(first, "root", "hostname").strip()).isEqualTo("early-1");
        Eventually.that("an early container logs in to a late one", () -> logsIn(first, "late-" + LATE));
        Eventually.that("a late container logs in to an early one", () -> logsIn(last, "early-1"));

        JsonNode attack = mallory.creates("attack");
        String addresses = stack.docker(
                "inspect",
                "--format",
                "{{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}",
                stack.dockerName(first.path("id").asText()));
        assertThat(addresses.strip().split(" ")).hasSize(2).allSatisfy(address -> {
            assertThat(reaches(last, address))
                    .as("the owner's container at %s", address)
                    .isEqualTo(isLarge(address));
            assertThat(reaches(attack, address))
                    .as("another owner's container at %s", address)
                    .isFalse();
        });
    }

    private TestUser unlimited(String role) {
        TestUser user = TestUser.joins(role);
        stack.people()
                .administrator()
                .put(
                        "/v1/users/" + user.name() + "/quota",
                        Map.of("containers", -1, "running", -1, "cpus", -1, "memoryMiB", -1, "pids", -1))
                .expectDone();
        return user;
    }

    /** Returns when all run: a busy machine needs longer than a request waits. */
    private static void asksForBatch(TestUser user, int count, String names) {
        JsonNode asked = user.client()
                .post(
                        "/v1/containers",
                        Map.of(
                                "image",
                                "debian-ssh",
                                "count",
                                count,
                                "namePattern",
                                names,
                                "memoryMiB",
                                SMALL.get("memoryMiB"),
                                "cpus",
                                SMALL.get("cpus")),
                        Duration.ZERO)
                .expectDone();
        Eventually.that(
                "the batch " + names + " is complete",
                BOUND,
                () -> user.intent(asked.path("intent").asText(), TestUser.TIMEOUT)
                        .path("status")
                        .asText()
                        .equals("done"));
    }

    /** Large networks have the last addresses of the pool. */
    private static boolean isLarge(String address) {
        return Integer.parseInt(address.split("\\.")[2]) >= 128;
    }

    private boolean logsIn(JsonNode from, String name) {
        return inside(from, "ssh -o BatchMode=yes -o ConnectTimeout=5 " + name + " hostname || true")
                .equals(name);
    }

    private boolean reaches(JsonNode from, String address) {
        return inside(from, "timeout 3 bash -c '</dev/tcp/" + address + "/22' 2>/dev/null && echo yes || echo no")
                .equals("yes");
    }

    private String inside(JsonNode container, String command) {
        return stack.docker("exec", stack.dockerName(container.path("id").asText()), "sh", "-c", command)
                .strip();
    }
}
