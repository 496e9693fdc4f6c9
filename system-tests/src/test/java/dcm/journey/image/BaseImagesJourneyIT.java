package dcm.journey.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.journey.support.Eventually;
import dcm.journey.support.RunningStack;
import dcm.journey.support.TestUser;
import dcm.stack.api.StackApiClient;
import dcm.stack.api.StackApiClient.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Base images, as administrators offer them and users see them. */
class BaseImagesJourneyIT {
    private static final String ADDRESS = "/v1/catalog/images/";

    private final RunningStack stack = RunningStack.get();
    private final StackApiClient admin = stack.people().administrator();

    @TempDir
    Path folder;

    @AfterEach
    void retire() {
        stack.retireBaseImages();
    }

    @Test
    void registeredImageIsOfferedToItsGroupAfterItsLoginTest() throws IOException {
        admin.put("/v1/catalog/groups/numerics", Map.of()).expectDone();
        TestUser alice = TestUser.joins("alice");
        TestUser bob = TestUser.joins("bob");
        admin.patch("/v1/users/" + alice.name(), Map.of("group", "numerics")).expectDone();
        build("lab/numerics", "RUN echo 42 >/etc/answer");

        Answer registered = admin.put(
                ADDRESS + "numerics:1",
                Map.of("local", "lab/numerics", "description", "Numbers", "groups", List.of("numerics")));

        assertThat(registered.status()).isEqualTo(201);
        assertThat(ready("numerics:1").path("version").asInt()).isEqualTo(1);
        Eventually.that("it is offered", () -> images(alice).contains("numerics:1"));
        JsonNode shown = alice.client().get("/v1/images/numerics").expectDone();
        assertThat(shown.path("message").asText()).isEqualTo("Numbers");
        assertThat(shown.path("base").asBoolean()).isTrue();
        JsonNode web = alice.creates("web", Map.of("image", "numerics"));
        assertThat(alice.ssh(web, "root", "cat /etc/answer")).isEqualTo("42");
        assertThat(images(bob)).doesNotContain("numerics:1");
        Answer refused = bob.triesToCreate("web", Map.of("image", "numerics"));
        assertThat(refused.isProblem("unknown-image")).isTrue();
        assertThat(refused.body().path("detail").asText()).doesNotContain("numerics:1");

        admin.patch(ADDRESS + "numerics:1", Map.of("groups", List.of("everybody")))
                .expectDone();

        bob.creates("web", Map.of("image", "numerics"));
    }

    @Test
    void newVersionAppliesToNewContainersAndRetiredImageIsRejected() throws IOException {
        TestUser alice = TestUser.joins("alice");
        build("lab/course", "RUN echo autumn >/etc/term");
        admin.put(ADDRESS + "course:1", Map.of("local", "lab/course")).expectDone();
        ready("course:1");
        JsonNode old = alice.creates("old", Map.of("image", "course:1", "cpus", 0.25, "memoryMiB", 256));
        build("lab/course", "RUN echo spring >/etc/term");

        Answer again = admin.put(ADDRESS + "course:1", Map.of("local", "lab/course"));

        assertThat(again.status()).isEqualTo(200);
        Eventually.value(
                "version 2 is ready",
                () -> image("course:1"),
                image -> image.path("version").asInt() == 2 && isInStage(image, "ready"));
        JsonNode young = alice.creates("young", Map.of("image", "course:1", "cpus", 0.25, "memoryMiB", 256));
        assertThat(alice.ssh(young, "root", "cat /etc/term")).isEqualTo("spring");
        alice.doneTo("restart", "old");
        assertThat(alice.ssh(old, "root", "cat /etc/term")).isEqualTo("autumn");

        admin.delete(ADDRESS + "course:1", Duration.ZERO).expectDone();

        assertThat(alice.triesToCreate("none", Map.of("image", "course:1")).isProblem("unknown-image"))
                .isTrue();
        Eventually.that("it is not offered", () -> !images(alice).contains("course:1"));
        assertThat(alice.ssh(young, "root", "cat /etc/term")).isEqualTo("spring");
        alice.doneTo("restart", "old");
        assertThat(alice.ssh(old, "root", "cat /etc/term")).isEqualTo("autumn");
    }

    @Test
    void imageThatFailsItsLoginTestIsNotOfferedAndTheReasonIsShown() throws IOException {
        TestUser alice = TestUser.joins("alice");
        build("lab/broken", "ENTRYPOINT [\"sh\", \"-c\", \"echo no licence found >&2; exit 3\"]");

        admin.put(ADDRESS + "broken:1", Map.of("local", "lab/broken")).expectDone();

        JsonNode failed = settled("broken:1", "failed");
        assertThat(failed.path("hosts").path(0).path("detail").asText()).contains("no licence found");
        assertThat(alice.triesToCreate("web", Map.of("image", "broken:1")).isProblem("unknown-image"))
                .isTrue();
        admin.delete(ADDRESS + "broken:1", Duration.ZERO).expectDone();
    }

    @Test
    void promotedImageIsAvailableAfterItsOriginalIsRemoved() {
        TestUser alice = TestUser.joins("alice");
        TestUser bob = TestUser.joins("bob");
        JsonNode web = alice.creates("web");
        alice.ssh(web, "root", "echo 'solves it' >/srv/solver");
        alice.client()
                .post("/v1/images", Map.of("container", "web", "name", "solver", "tag", "2"), TestUser.TIMEOUT)
                .expectDone();

        admin.put(ADDRESS + "solver:2", Map.of("promote", Map.of("account", alice.name(), "image", "solver:2")))
                .expectDone();

        assertThat(ready("solver:2").path("description").asText()).isEqualTo("solver:2 of " + alice.name());
        alice.client().delete("/v1/images/solver:2", TestUser.TIMEOUT).expectDone();
        JsonNode bobs = bob.creates("web", Map.of("image", "solver:2"));
        assertThat(bob.ssh(bobs, "root", "cat /srv/solver")).isEqualTo("solves it");
        Eventually.that(
                "the audit log has both",
                () -> actions("?account=" + alice.name()).contains("promote-image")
                        && actions("?actor=admin").containsAll(List.of("promote-image", "register-base-image")));
    }

    @Test
    void invalidRequestsAreRejectedWithAReason() {
        assertThat(admin.put(ADDRESS + "x:1", Map.of("local", "a", "registry", "b"))
                        .body()
                        .path("detail")
                        .asText())
                .contains("one of local, registry, tarball, recipe and promote");
        assertThat(admin.put(ADDRESS + "x:1", Map.of("local", "--all")).isProblem("bad-input"))
                .isTrue();
        assertThat(admin.put(ADDRESS + "x:1", Map.of("recipe", "../etc")).isProblem("bad-input"))
                .isTrue();
        assertThat(admin.put(ADDRESS + "x:1", Map.of("local", "a", "groups", List.of("none")))
                        .isProblem("unknown-group"))
                .isTrue();
        assertThat(admin.put(ADDRESS + "x:1", Map.of("promote", Map.of("account", "nobody-here", "image", "a")))
                        .isProblem("not-found"))
                .isTrue();
        assertThat(admin.delete(ADDRESS + "x:1", Duration.ZERO).isProblem("unknown-image"))
                .isTrue();
        assertThat(admin.patch(ADDRESS + "x:1", Map.of("description", "x")).isProblem("unknown-image"))
                .isTrue();
    }

    private void build(String name, String instruction) throws IOException {
        Files.writeString(folder.resolve("Dockerfile"), "FROM " + RunningStack.BASE_IMAGE + "\n" + instruction + "\n");
        stack.docker("build", "--tag", name, folder.toString());
    }

    private JsonNode ready(String name) {
        return settled(name, "ready");
    }

    private JsonNode settled(String name, String stage) {
        return Eventually.value(name + " is " + stage, () -> image(name), image -> isInStage(image, stage));
    }

    private static boolean isInStage(JsonNode image, String stage) {
        return image.path("hosts").path(0).path("stage").asText().equals(stage);
    }

    private JsonNode image(String name) {
        return admin.get(ADDRESS + name).expectDone();
    }

    private static List<String> images(TestUser person) {
        return person.client().get("/v1/images").expectDone().path("items").findValuesAsText("ref");
    }

    private List<String> actions(String query) {
        return admin.get("/v1/audit" + query).expectDone().path("items").findValuesAsText("action");
    }
}
