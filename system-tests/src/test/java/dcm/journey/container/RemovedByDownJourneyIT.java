package dcm.journey.container;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.journey.support.Eventually;
import dcm.journey.support.RunningStack;
import dcm.journey.support.TestUser;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What {@code down --all} removed counts for nobody after the next start. */
@Tag("isolation")
class RemovedByDownJourneyIT {
    private final RunningStack stack = RunningStack.get();

    @AfterEach
    void start() {
        stack.up();
    }

    @Test
    void containersAndImagesRemovedFromTheEngineAreRemovedForTheirOwners() {
        TestUser alice = TestUser.joins("alice");
        alice.creates("web");
        alice.creates("db");
        alice.doneTo("stop", "db");
        alice.client()
                .post("/v1/images", Map.of("container", "web", "name", "mine"), TestUser.TIMEOUT)
                .expectDone();
        assertThat(used(alice, "containers")).isEqualTo(2);
        assertThat(used(alice, "images")).isEqualTo(1);

        stack.downAll();
        stack.up();

        Eventually.that("the containers are removed", () -> used(alice, "containers") == 0);
        Eventually.that("the image is removed", () -> used(alice, "images") == 0);
        assertThat(alice.containers()).isEmpty();
        Eventually.that(
                "the host has no containers",
                () -> host().path("use").path("containers").asInt(-1) == 0);
        assertThat(alice.creates("web").path("state").asText()).isEqualTo("running");
    }

    private static int used(TestUser user, String resource) {
        return user.client()
                .get("/v1/me/quota")
                .expectDone()
                .path(resource)
                .path("used")
                .asInt(-1);
    }

    private JsonNode host() {
        return stack.people()
                .administrator()
                .get("/v1/hosts")
                .expectDone()
                .path("items")
                .get(0);
    }
}
