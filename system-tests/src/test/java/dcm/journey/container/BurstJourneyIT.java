package dcm.journey.container;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.journey.support.Eventually;
import dcm.journey.support.RunningStack;
import dcm.journey.support.TestUser;
import dcm.stack.api.StackApiClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** More creates at once than a host starts within their usual deadline. */
@Tag("isolation")
class BurstJourneyIT {
    private static final int USERS = 6;

    /** A network has 61 addresses for containers. */
    private static final int CONTAINERS = 50;

    /** Requests at the same time. With 300, a busy machine rejects some of them with 503, which is not what is tested here. */
    private static final int AT_ONCE = 32;

    private static final Duration BOUND = Duration.ofMinutes(20);

    private final RunningStack stack = RunningStack.get();

    @Test
    void burstOfCreatesEndsWithAllContainers() throws Exception {
        StackApiClient admin = stack.people().administrator();
        List<TestUser> users = Stream.generate(() -> TestUser.joins("burst"))
                .limit(USERS)
                .peek(user -> admin.put(
                                "/v1/users/" + user.name() + "/quota",
                                Map.of("containers", -1, "running", -1, "cpus", -1, "memoryMiB", -1, "pids", -1))
                        .expectDone())
                .toList();

        List<Future<JsonNode>> accepted = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            for (TestUser user : users) {
                StackApiClient client = user.client();
                IntStream.range(0, CONTAINERS)
                        .forEach(number -> accepted.add(threads.submit(() -> client.post(
                                        "/v1/containers",
                                        Map.of(
                                                "image",
                                                "debian-ssh",
                                                "name",
                                                "c" + number,
                                                "memoryMiB",
                                                64,
                                                "cpus",
                                                0.1),
                                        Duration.ZERO)
                                .expectDone())));
            }
        }
        for (Future<JsonNode> answer : accepted) {
            // On a busy machine, the decision can take longer than the request waits for it.
            assertThat(answer.get().path("status").asText()).isIn("accepted", "recorded");
        }

        Eventually.that("all containers run", BOUND, () -> running() == USERS * CONTAINERS);
        for (TestUser user : users) {
            Eventually.that(
                    "the view shows all as running",
                    () -> user
                                    .client()
                                    .get("/v1/containers?limit=500")
                                    .expectDone()
                                    .path("items")
                                    .findValuesAsText("state")
                                    .stream()
                                    .filter("running"::equals)
                                    .count()
                            == CONTAINERS);
        }
    }

    private long running() {
        return stack.docker(
                        "ps",
                        "-q",
                        "--filter",
                        "label=dcm.installation=" + stack.installation().id())
                .lines()
                .count();
    }
}
