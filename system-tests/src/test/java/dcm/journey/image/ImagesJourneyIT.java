package dcm.journey.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.journey.support.Eventually;
import dcm.journey.support.RunningStack;
import dcm.journey.support.TestUser;
import dcm.stack.api.StackApiClient.Answer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Creating images from containers, and containers from images. */
class ImagesJourneyIT {
    private final RunningStack stack = RunningStack.get();

    @Test
    void imageHasTheContainersFilesAndNotTheHomes() {
        TestUser alice = TestUser.joins("alice");
        JsonNode web = alice.creates("web");
        alice.ssh(web, "root", "echo installed > /opt/tool; echo private > /root/note");

        JsonNode made = commit(alice, "web", "tools", Map.of("tag", "1", "message", "with a tool"))
                .expectDone();
        JsonNode next = alice.creates("next", Map.of("image", "tools:1"));

        assertThat(made.path("status").asText()).isEqualTo("done");
        assertThat(made.path("image").asText()).isEqualTo("tools:1");
        assertThat(alice.show("web").path("state").asText()).isEqualTo("running");
        assertThat(alice.ssh(next, "root", "cat /opt/tool")).isEqualTo("installed");
        assertThat(next.path("image").asText()).isEqualTo("tools:1");
        assertThat(next.path("imageDigest").asText())
                .isEqualTo(made.path("imageDigest").asText());
        assertThat(next.path("ssh").path("hostKey"))
                .isNotEqualTo(web.path("ssh").path("hostKey"));
        TestUser bob = TestUser.joins("bob");
        String inside = stack.docker(
                "run", "--rm", "--entrypoint", "ls", made.path("imageDigest").asText(), "-A", "/root");
        assertThat(inside).doesNotContain("note");
        assertThat(images(bob)).doesNotContain("tools:1");
    }

    @Test
    void imageViewShowsOriginSizeAndUse() {
        TestUser alice = TestUser.joins("alice");
        JsonNode web = alice.creates("web");
        alice.ssh(web, "root", "head -c 5000000 /dev/urandom > /opt/data");
        long sequence = commit(alice, "web", "data", Map.of())
                .expectDone()
                .path("sequence")
                .asLong();
        alice.creates("user", Map.of("image", "data"));

        JsonNode image = alice.client().get("/v1/images/data?after=" + sequence).expectDone();

        assertThat(image.path("ref").asText()).isEqualTo("data:latest");
        assertThat(image.path("base").asBoolean()).isFalse();
        assertThat(image.path("ownBytes").asLong()).isBetween(5_000_000L, 6_500_000L);
        assertThat(image.path("sizeBytes").asLong())
                .isGreaterThan(image.path("ownBytes").asLong() + 100_000_000L);
        assertThat(image.path("fromContainer").path("name").asText()).isEqualTo("web");
        assertThat(image.path("fromImage").path("name").asText()).isEqualTo("debian-ssh:13");
        assertThat(image.path("usedBy").findValuesAsText("name")).containsExactly("user");
        JsonNode base =
                alice.client().get("/v1/images").expectDone().path("items").get(0);
        assertThat(base.path("ref").asText()).isEqualTo("debian-ssh:13");
        assertThat(base.path("base").asBoolean()).isTrue();
        assertThat(base.path("sizeBytes").asLong()).isGreaterThan(100_000_000L);
    }

    @Test
    void lineageEndsAtTheBaseImage() {
        TestUser alice = TestUser.joins("alice");
        alice.creates("one");
        commit(alice, "one", "first", Map.of()).expectDone();
        alice.creates("two", Map.of("image", "first"));
        long sequence = commit(alice, "two", "second", Map.of())
                .expectDone()
                .path("sequence")
                .asLong();
        for (String container : new String[] {"one", "two"}) {
            alice.client()
                    .delete("/v1/containers/" + container + "?force=true", TestUser.TIMEOUT)
                    .expectDone();
        }
        remove(alice, "first").expectDone();

        JsonNode items = alice.client()
                .get("/v1/images/second/lineage?after=" + sequence)
                .expectDone()
                .path("items");

        assertThat(StreamSupport.stream(items.spliterator(), false)
                        .map(item -> item.path("kind").asText() + " "
                                + item.path("name").asText()))
                .containsExactly(
                        "image second:latest",
                        "container two",
                        "image first:latest",
                        "container one",
                        "base debian-ssh:13");
    }

    @Test
    void existingTagIsReplacedOnlyWithTheReplaceOption() {
        TestUser alice = TestUser.joins("alice");
        JsonNode web = alice.creates("web");
        alice.ssh(web, "root", "echo old > /opt/version");
        JsonNode old = commit(alice, "web", "app", Map.of("tag", "1")).expectDone();
        JsonNode user = alice.creates("user", Map.of("image", "app:1"));
        alice.ssh(web, "root", "echo new > /opt/version");

        Answer refused = commit(alice, "web", "app", Map.of("tag", "1"));
        JsonNode replaced =
                commit(alice, "web", "app", Map.of("tag", "1", "replace", true)).expectDone();
        JsonNode next = alice.creates("next", Map.of("image", "app:1"));

        assertThat(refused.isProblem("name-taken")).as("%s", refused).isTrue();
        assertThat(replaced.path("imageDigest")).isNotEqualTo(old.path("imageDigest"));
        assertThat(alice.ssh(next, "root", "cat /opt/version")).isEqualTo("new");
        assertThat(alice.ssh(user, "root", "cat /opt/version")).isEqualTo("old");
        assertThat(alice.doneTo("restart", "user").path("state").asText()).isEqualTo("running");
        alice.client()
                .delete("/v1/containers/user?force=true", TestUser.TIMEOUT)
                .expectDone();
        Eventually.that(
                "the layers of the replaced image are removed",
                () -> !stack.docker("images", "-q", "--no-trunc")
                        .contains(old.path("imageDigest").asText()));
    }

    @Test
    void imageInUseIsNotRemovedAndAnUnusedImageIsRemovedWithItsLayers() {
        TestUser alice = TestUser.joins("alice");
        alice.creates("web");
        JsonNode made = commit(alice, "web", "app", Map.of()).expectDone();
        JsonNode user = alice.creates("user", Map.of("image", "app"));

        Answer refused = remove(alice, "app:latest");
        alice.client()
                .delete("/v1/containers/user?force=true", TestUser.TIMEOUT)
                .expectDone();
        Answer removed = remove(alice, "app:latest");

        assertThat(refused.isProblem("image-in-use")).as("%s", refused).isTrue();
        assertThat(refused.body().path("detail").asText())
                .contains("user (" + user.path("handle").asText() + ")");
        assertThat(removed.expectDone().path("status").asText()).isEqualTo("done");
        assertThat(alice.triesToCreate("again", Map.of("image", "app")).isProblem("unknown-image"))
                .isTrue();
        Eventually.that(
                "the layers of the image are removed",
                () -> !stack.docker("images", "-q", "--no-trunc")
                        .contains(made.path("imageDigest").asText()));
    }

    @Test
    void imageOfAnotherUserIsNotFound() {
        TestUser alice = TestUser.joins("alice");
        TestUser bob = TestUser.joins("bob");
        JsonNode web = alice.creates("web");
        JsonNode made = commit(alice, "web", "secret", Map.of()).expectDone();

        assertThat(bob.client().get("/v1/images/secret").status()).isEqualTo(404);
        assertThat(bob.client().get("/v1/images/secret/lineage").status()).isEqualTo(404);
        assertThat(remove(bob, "secret").isProblem("unknown-image")).isTrue();
        assertThat(bob.triesToCreate("thief", Map.of("image", "secret")).isProblem("unknown-image"))
                .isTrue();
        assertThat(bob.triesToCreate(
                                "thief",
                                Map.of("image", made.path("imageDigest").asText()))
                        .status())
                .isIn(400, 404);
        assertThat(commit(bob, web.path("handle").asText(), "mine", Map.of()).isProblem("unknown-container"))
                .isTrue();
        assertThat(commit(bob, web.path("id").asText(), "mine", Map.of()).isProblem("unknown-container"))
                .isTrue();
        assertThat(images(alice)).contains("secret:latest");
    }

    @Test
    void baseImagesCannotBeRemovedOrReplacedByUsers() {
        TestUser alice = TestUser.joins("alice");
        alice.creates("web");

        assertThat(remove(alice, "debian-ssh:13").isProblem("base-image")).isTrue();
        assertThat(commit(alice, "web", "debian-ssh", Map.of("tag", "mine")).isProblem("name-taken"))
                .isTrue();
        assertThat(commit(alice, "web", "../debian", Map.of()).status()).isEqualTo(400);
    }

    @Test
    void flattenedCommitKeepsEnvironmentEntryPointAndFilesInOneLayer() {
        TestUser alice = TestUser.joins("alice");
        JsonNode web = alice.creates("web", Map.of("environment", Map.of("PRICE", "$5 \"net\"")));
        alice.ssh(web, "root", "echo kept > /opt/file");

        JsonNode made = commit(alice, "web", "flat", Map.of("flatten", true)).expectDone();
        JsonNode image = alice.client()
                .get("/v1/images/flat?after=" + made.path("sequence").asLong())
                .expectDone();
        JsonNode next = alice.creates("next", Map.of("image", "flat"));

        assertThat(image.path("layers").asInt()).isEqualTo(1);
        assertThat(image.path("ownBytes")).isEqualTo(image.path("sizeBytes"));
        assertThat(alice.ssh(next, "root", "cat /opt/file; echo \"$PRICE\"; id -un"))
                .isEqualTo("kept\n$5 \"net\"\nroot");
        assertThat(alice.ssh(next, alice.name(), "sudo id -u")).isEqualTo("0");
        JsonNode intent = alice.intent(made.path("intent").asText(), Duration.ofSeconds(10));
        assertThat(intent.path("steps").findValuesAsText("what"))
                .startsWith("commit-ordered", "operation-progressed")
                .endsWith("container-committed");
        assertThat(alice.show("web").path("state").asText()).isEqualTo("running");
    }

    @Test
    void existingImageIsFlattenedUnderItsName() {
        TestUser alice = TestUser.joins("alice");
        JsonNode web = alice.creates("web", Map.of("environment", Map.of("PRICE", "$5")));
        alice.ssh(web, "root", "echo kept > /opt/file");
        commit(alice, "web", "layered", Map.of()).expectDone();
        JsonNode user = alice.creates("user", Map.of("image", "layered"));
        JsonNode before = image(alice, "layered");

        JsonNode made = flatten(alice, "layered").expectDone();
        JsonNode after = alice.client()
                .get("/v1/images/layered?after=" + made.path("sequence").asLong())
                .expectDone();
        JsonNode next = alice.creates("next", Map.of("image", "layered"));

        assertThat(before.path("layers").asInt()).isGreaterThan(1);
        assertThat(after.path("layers").asInt()).isEqualTo(1);
        assertThat(after.path("digest")).isEqualTo(made.path("imageDigest")).isNotEqualTo(before.path("digest"));
        assertThat(images(alice)).filteredOn("layered:latest"::equals).hasSize(1);
        assertThat(alice.ssh(next, "root", "cat /opt/file; echo \"$PRICE\"")).isEqualTo("kept\n$5");
        assertThat(alice.ssh(alice.doneTo("restart", "user"), "root", "cat /opt/file"))
                .isEqualTo("kept");
        assertThat(user.path("imageDigest")).isEqualTo(before.path("digest"));
        JsonNode lineage =
                alice.client().get("/v1/images/layered/lineage").expectDone().path("items");
        assertThat(lineage.findValuesAsText("kind")).containsExactly("image", "image", "container", "base");
        assertThat(lineage.path(1).path("id")).isEqualTo(before.path("digest"));
        JsonNode intent = alice.intent(made.path("intent").asText(), Duration.ofSeconds(10));
        assertThat(intent.path("steps").findValuesAsText("what"))
                .startsWith("flatten-ordered", "flatten-progressed")
                .endsWith("image-flattened");
        assertThat(stack.docker("ps", "-a", "--format", "{{.Names}}"))
                .as("the temporary container of the flatten")
                .doesNotContain("flatten");
    }

    @Test
    void imageThatLostItsNameIsListedAndCountedUntilNoContainerUsesIt() {
        TestUser alice = TestUser.joins("alice");
        JsonNode web = alice.creates("web");
        alice.ssh(web, "root", "head -c 5000000 /dev/urandom > /opt/data");
        String digest = commit(alice, "web", "layered", Map.of())
                .expectDone()
                .path("imageDigest")
                .asText();
        alice.creates("user", Map.of("image", "layered"));
        flatten(alice, "layered").expectDone();
        remove(alice, "layered").expectDone();
        Eventually.that("the flattened image is deleted", () -> quota(alice, "imageMiB") < 100);

        JsonNode items = alice.client().get("/v1/images").expectDone().path("items");
        JsonNode kept = items.get(items.size() - 1);

        assertThat(kept.path("state").asText()).isEqualTo("untagged");
        assertThat(kept.path("ref").asText()).isEqualTo(digest);
        assertThat(kept.path("usedBy").findValuesAsText("name")).containsExactly("user");
        assertThat(quota(alice, "images")).isEqualTo(1);
        assertThat(quota(alice, "imageMiB")).isBetween(5L, 8L);
        alice.client()
                .delete("/v1/containers/user?force=true", TestUser.TIMEOUT)
                .expectDone();
        Eventually.that(
                "the image is neither listed nor counted",
                () -> !images(alice).contains(digest) && quota(alice, "images") == 0 && quota(alice, "imageMiB") == 0);
        assertThat(stack.docker("images", "-q", "--no-trunc")).doesNotContain(digest);
    }

    private static long quota(TestUser person, String resource) {
        return person.client()
                .get("/v1/me/quota")
                .expectDone()
                .path(resource)
                .path("used")
                .asLong();
    }

    @Test
    void flatteningABaseImageOrAnImageOfAnotherUserIsRejected() {
        TestUser alice = TestUser.joins("alice");
        TestUser bob = TestUser.joins("bob");
        alice.creates("web");
        commit(alice, "web", "private", Map.of()).expectDone();

        assertThat(flatten(alice, "debian-ssh:13").isProblem("base-image")).isTrue();
        assertThat(flatten(bob, "private").isProblem("unknown-image")).isTrue();
    }

    @Tag("faults")
    @Test
    void workerKilledDuringAFlattenRepeatsIt() {
        TestUser alice = TestUser.joins("alice");
        JsonNode web = alice.creates("web");
        alice.ssh(web, "root", "head -c 200000000 /dev/urandom > /opt/data");
        commit(alice, "web", "big", Map.of()).expectDone();
        String intent = alice.client()
                .post("/v1/images/big/flatten", Duration.ZERO)
                .expectDone()
                .path("intent")
                .asText();
        Eventually.that(
                "the flatten is running",
                () -> stack.docker("ps", "-a", "--format", "{{.Names}}").contains("flatten"));
        stack.kill("runtime-worker");
        stack.up();

        JsonNode ended = alice.intent(intent, Duration.ofSeconds(60));
        assertThat(ended.path("status").asText()).as("%s", ended).isEqualTo("done");
        assertThat(stack.docker("ps", "-a", "--format", "{{.Names}}")).doesNotContain("flatten");
        JsonNode next = alice.creates("next", Map.of("image", "big"));
        assertThat(alice.ssh(next, "root", "stat -c %s /opt/data")).isEqualTo("200000000");
        for (String container : new String[] {"web", "next"}) {
            alice.client()
                    .delete("/v1/containers/" + container + "?force=true", TestUser.TIMEOUT)
                    .expectDone();
        }
        remove(alice, "big").expectDone();
    }

    @Test
    void stoppedAndPausedContainersAreCommittedAndKeepTheirState() {
        TestUser alice = TestUser.joins("alice");
        alice.creates("web");
        alice.doneTo("pause", "web");

        commit(alice, "web", "paused", Map.of()).expectDone();
        assertThat(stateInEngine(alice, "web")).isEqualTo("paused");
        alice.doneTo("unpause", "web");
        alice.doneTo("stop", "web");
        commit(alice, "web", "stopped", Map.of()).expectDone();

        assertThat(stateInEngine(alice, "web")).isEqualTo("exited");
        assertThat(images(alice)).contains("paused:latest", "stopped:latest");
    }

    @Test
    void workerKilledDuringACommitCompletesItAndLeavesTheContainerRunning() {
        TestUser alice = TestUser.joins("alice");
        JsonNode web = alice.creates("web");
        String intent = startSlowCommit(alice, web, false);
        stack.kill("runtime-worker");
        stack.up();

        JsonNode ended = alice.intent(intent, Duration.ofSeconds(60));
        assertThat(ended.path("status").asText()).as("%s", ended).isEqualTo("done");
        assertThat(stateInEngine(alice, "web")).isEqualTo("running");
        assertThat(alice.ssh(web, "root", "hostname")).isEqualTo("web");
        JsonNode next = alice.creates("next", Map.of("image", "big"));
        assertThat(alice.ssh(next, "root", "stat -c %s /opt/data")).isEqualTo("200000000");
        for (String container : new String[] {"web", "next"}) {
            alice.client()
                    .delete("/v1/containers/" + container + "?force=true", TestUser.TIMEOUT)
                    .expectDone();
        }
        remove(alice, "big").expectDone();
    }

    @Tag("faults")
    @Test
    void workerKilledDuringAFlattenedCommitLeavesTheContainerRunning() {
        TestUser alice = TestUser.joins("alice");
        JsonNode web = alice.creates("web");
        String intent = startSlowCommit(alice, web, true);
        stack.kill("runtime-worker");
        stack.up();

        JsonNode ended = alice.intent(intent, Duration.ofSeconds(60));
        assertThat(ended.path("status").asText()).as("%s", ended).isEqualTo("done");
        assertThat(stateInEngine(alice, "web")).isEqualTo("running");
        assertThat(image(alice, "big").path("layers").asInt()).isEqualTo(1);
        alice.client().delete("/v1/containers/web?force=true", TestUser.TIMEOUT).expectDone();
        remove(alice, "big").expectDone();
    }

    @Tag("faults")
    @Test
    void engineKilledDuringACommitLeavesTheContainerRunning() {
        TestUser alice = TestUser.joins("alice");
        JsonNode web = alice.creates("web");
        String intent = startSlowCommit(alice, web, false);
        stack.engine().kill();
        stack.engine().start();

        JsonNode ended = alice.intent(intent, Duration.ofSeconds(60));
        assertThat(ended.path("status").asText()).as("%s", ended).isIn("done", "failed");
        Eventually.that(
                "the container is running", () -> stateInEngine(alice, "web").equals("running"));
        assertThat(alice.ssh(alice.show("web"), "root", "hostname")).isEqualTo("web");
        assertThat(alice.show("web").path("state").asText()).isEqualTo("running");
        alice.client().delete("/v1/containers/web?force=true", TestUser.TIMEOUT).expectDone();
    }

    /** Starts a slow commit and returns its intent. */
    private String startSlowCommit(TestUser person, JsonNode container, boolean flatten) {
        person.ssh(container, "root", "head -c 200000000 /dev/urandom > /opt/data");
        String name = container.path("name").asText();
        String intent = person.client()
                .post("/v1/images", request(name, "big", Map.of("flatten", flatten)), Duration.ZERO)
                .expectDone()
                .path("intent")
                .asText();
        Eventually.that(
                "the commit is running", () -> stateInEngine(person, name).equals("paused"));
        return intent;
    }

    private String stateInEngine(TestUser person, String container) {
        return stack.docker(
                "inspect",
                "-f",
                "{{.State.Status}}",
                stack.dockerName(person.show(container).path("id").asText()));
    }

    private static Answer flatten(TestUser person, String image) {
        return person.client().post("/v1/images/" + image + "/flatten", TestUser.TIMEOUT);
    }

    private static JsonNode image(TestUser person, String image) {
        return person.client().get("/v1/images/" + image).expectDone();
    }

    private static List<String> images(TestUser person) {
        return person.client().get("/v1/images").expectDone().path("items").findValuesAsText("ref");
    }

    private static Answer remove(TestUser person, String image) {
        return person.client().delete("/v1/images/" + image, TestUser.TIMEOUT);
    }

    private static Answer commit(TestUser person, String container, String name, Map<String, ?> more) {
        return person.client().post("/v1/images", request(container, name, more), TestUser.TIMEOUT);
    }

    private static Map<String, Object> request(String container, String name, Map<String, ?> more) {
        Map<String, Object> request = new HashMap<>(more);
        request.put("container", container);
        request.put("name", name);
        return request;
    }
}
