package dcm.journey.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.journey.support.Eventually;
import dcm.journey.support.Fault;
import dcm.journey.support.RunningStack;
import dcm.journey.support.TestUser;
import dcm.stack.api.StackApiClient;
import dcm.stack.api.StackApiClient.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Transfers of images and containers to another account, with failures in between. */
class HandOverJourneyIT {
    private final RunningStack stack = RunningStack.get();
    private final StackApiClient admin = stack.people().administrator();

    @Test
    void imageIsTransferredToTheReceiver() {
        TestUser alice = TestUser.joins("alice");
        TestUser bob = TestUser.joins("bob");
        JsonNode web = alice.creates("web");
        alice.ssh(web, "root", "echo 'solves it' >/srv/solver");
        commits(alice, "web", "equations");

        JsonNode done =
                handOver(alice, Map.of("image", "equations", "to", bob.name())).expectDone();

        assertThat(done.path("state").asText()).isEqualTo("done");
        Eventually.that("the sender has none", () -> images(alice).isEmpty());
        Eventually.that("the receiver has it", () -> images(bob).equals(List.of("equations:latest")));
        JsonNode bobs = bob.creates("web", Map.of("image", "equations"));
        assertThat(bob.ssh(bobs, "root", "cat /srv/solver")).isEqualTo("solves it");
        assertThat(bob.client()
                        .get("/v1/images/equations/lineage")
                        .expectDone()
                        .path("items")
                        .findValuesAsText("kind"))
                .containsExactly("image", "account");
        assertThat(alice.ssh(web, "root", "echo on")).isEqualTo("on");
    }

    @Test
    void containerIsTransferredWithItsPortsAndWithTheReceiversHomes() {
        TestUser alice = TestUser.joins("alice");
        TestUser bob = TestUser.joins("bob");
        JsonNode web = alice.creates("web", Map.of("ports", List.of(8931)));
        alice.ssh(web, "root", "echo data >/srv/data && echo secret >/root/secret");
        Map<String, String> request = Map.of("container", "web", "to", bob.name(), "as", "alices");

        JsonNode done = handOver(alice, request).expectDone();

        assertThat(done.path("state").asText()).isEqualTo("done");
        assertThat(done.has("problem")).isFalse();
        Eventually.that("the receiver has it", () -> bob.containers().size() == 1);
        JsonNode bobs = bob.show(done.path("container").asText());
        assertThat(bobs.path("name").asText()).isEqualTo("alices");
        assertThat(bobs.path("ports").path(0).path("port").asInt()).isEqualTo(8931);
        assertThat(bob.ssh(bobs, "root", "cat /srv/data")).isEqualTo("data");
        assertThat(bob.trySsh(bobs, "root", "cat /root/secret").code())
                .as("homes do not move")
                .isNotZero();
        Eventually.that("the sender has none", () -> alice.containers().isEmpty());
        assertThat(images(bob)).containsExactly("alices:from-" + alice.name());
        assertThat(images(alice)).isEmpty();
        awaitActions(alice, "hand-over-container", "release-hand-over", "confirm-hand-over");
        awaitActions(bob, "reserve-hand-over", "receive-hand-over", "complete-hand-over");
    }

    @Test
    void transferAboveTheReceiversQuotaIsRejected() {
        TestUser alice = TestUser.joins("alice");
        TestUser bob = TestUser.joins("bob");
        JsonNode web = alice.creates("web");
        admin.put("/v1/users/" + bob.name() + "/quota", Map.of("containers", 0)).expectDone();

        Answer refused = handOver(alice, Map.of("container", "web", "to", bob.name()));

        assertThat(refused.isProblem("quota-exceeded")).isTrue();
        assertThat(refused.body().path("detail").asText()).contains("'" + bob.name() + "' has 0 of 0 containers");
        assertThat(refused.body().path("numbers").path("limit").asInt()).isZero();
        assertThat(alice.ssh(web, "root", "echo on")).isEqualTo("on");
        assertThat(alice.show("web").path("state").asText()).isEqualTo("running");
        assertThat(bob.containers()).isEmpty();
    }

    @Test
    void invalidTransfersAreRejectedWithAReason() {
        TestUser alice = TestUser.joins("alice");

        assertThat(handOver(alice, Map.of("image", "none", "to", "noone")).isProblem("not-found"))
                .isTrue();
        assertThat(handOver(alice, Map.of("image", "none", "to", "admin")).isProblem("unknown-image"))
                .isTrue();
        assertThat(handOver(alice, Map.of("container", "none", "to", "admin")).isProblem("unknown-container"))
                .isTrue();
        assertThat(handOver(alice, Map.of("container", "a", "image", "b", "to", "admin"))
                        .isProblem("bad-input"))
                .isTrue();
        assertThat(handOver(alice, Map.of("image", "b")).isProblem("bad-input")).isTrue();
    }

    @Test
    void accountIsTransferredWithItsHomesToAnEmptyAccount() {
        TestUser alice = TestUser.joins("alice");
        TestUser bob = TestUser.joins("bob");
        JsonNode web = alice.creates("web", Map.of("ports", List.of(8932)));
        alice.ssh(web, "root", "echo data >/srv/data; echo secret >/root/secret");
        commits(alice, "web", "mine");
        alice.creates("db");
        alice.doneTo("stop", "db");

        Answer answer = handOver(alice, Map.of("account", true, "to", bob.name()));

        assertThat(answer.status()).isIn(200, 202);
        awaitHandedOver(alice, bob);
        JsonNode removal = admin.get("/v1/users/" + alice.name()).expectDone().path("removal");
        assertThat(removal.path("successor").asText()).isEqualTo(bob.name());
        assertThat(removal.path("steps").findValuesAsText("step"))
                .containsExactly("containers", "storage", "images", "sign-in");
        assertThat(bob.containers().findValuesAsText("name")).contains("web", "db");
        JsonNode bobs = bob.show("web");
        assertThat(bob.ssh(bobs, "root", "cat /srv/data /root/secret")).isEqualTo("data\nsecret");
        assertThat(alice.trySsh(bobs, "root", "true").code())
                .as("a login with the sender's key")
                .isNotZero();
        assertThat(admin.get("/v1/holdings/" + bob.name())
                        .expectDone()
                        .path("containers")
                        .findValuesAsText("handle"))
                .contains(bobs.path("handle").asText());
        assertThat(bobs.path("ports").path(0).path("port").asInt()).isEqualTo(8932);
        assertThat(images(bob))
                .containsExactlyInAnyOrder("mine:latest", "web:from-" + alice.name(), "db:from-" + alice.name());
        Path storage = stack.installation().data("storage");
        assertThat(storage.resolve(alice.name())).doesNotExist();
        assertThat(storage.resolve(bob.name() + "/root/secret")).exists();
        awaitActions(bob, "reserve-account", "enter-homes");
        bob.creates("more");
        assertThat(admin.post("/v1/users", Map.of("name", alice.name()), Duration.ZERO)
                        .isProblem("account-exists"))
                .isTrue();
    }

    @Test
    void accountTransferToAnAccountWithContainersIsRejected() {
        TestUser alice = TestUser.joins("alice");
        TestUser bob = TestUser.joins("bob");
        JsonNode web = alice.creates("web");
        bob.creates("own");

        Answer refused = handOver(alice, Map.of("account", true, "to", bob.name()));

        assertThat(refused.isProblem("wrong-state")).isTrue();
        assertThat(refused.body().path("detail").asText()).contains(bob.name(), "Open a new account");
        assertThat(alice.ssh(web, "root", "echo on")).isEqualTo("on");
        assertThat(handOver(alice, Map.of("account", true, "image", "b", "to", "admin"))
                        .isProblem("bad-input"))
                .isTrue();
        assertThat(handOver(alice, Map.of("account", true, "to", "admin", "as", "b"))
                        .isProblem("bad-input"))
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("faults")
    void accountTransferCompletesAfterAServiceIsKilled(Fault fault) throws InterruptedException {
        TestUser alice = TestUser.joins("alice");
        TestUser bob = TestUser.joins("bob");
        JsonNode web = alice.creates("web");
        alice.ssh(web, "root", "echo data >/srv/data; echo secret >/root/secret");
        handOverDuring(fault, alice, Map.of("account", true, "to", bob.name()), "hand-over-account");

        awaitHandedOver(alice, bob);
        assertThat(bob.ssh(bob.containers().path(0), "root", "cat /srv/data /root/secret"))
                .isEqualTo("data\nsecret");
    }

    private void handOverDuring(Fault fault, TestUser sender, Map<String, ?> request, String action)
            throws InterruptedException {
        Thread thread = Thread.ofVirtual().start(() -> {
            try {
                handOver(sender, request);
            } catch (RuntimeException killed) {
                // expected here
            }
        });
        Eventually.that("the transfer is recorded", () -> actions(sender).contains(action));

        fault.inject(stack);

        thread.join(Duration.ofSeconds(1));
    }

    private void awaitHandedOver(TestUser sender, TestUser receiver) {
        Eventually.that(
                "the removal of the sender's account has ended",
                Duration.ofSeconds(120),
                () -> admin.get("/v1/users/" + sender.name())
                        .body()
                        .path("removal")
                        .has("endedAt"));
        Eventually.that(
                "the receiver's containers run",
                () -> receiver.containers().findValuesAsText("state").stream().allMatch("running"::equals)
                        && !receiver.containers().isEmpty());
    }

    static List<Fault> faults() {
        return Fault.selected();
    }

    @ParameterizedTest
    @MethodSource("faults")
    void containerTransferCompletesAfterAServiceIsKilled(Fault fault) throws InterruptedException {
        TestUser alice = TestUser.joins("alice");
        TestUser bob = TestUser.joins("bob");
        JsonNode web = alice.creates("web");
        alice.ssh(web, "root", "echo data >/srv/data");
        handOverDuring(fault, alice, Map.of("container", "web", "to", bob.name()), "hand-over-container");

        Eventually.that(
                "the receiver has it",
                () -> bob.containers().path(0).path("state").asText().equals("running"));
        assertThat(bob.ssh(bob.containers().path(0), "root", "cat /srv/data")).isEqualTo("data");
        Eventually.that(
                "the sender has neither containers nor images",
                () -> alice.containers().isEmpty() && images(alice).isEmpty());
        assertThat(images(bob)).containsExactly("web:from-" + alice.name());
    }

    private Answer handOver(TestUser sender, Map<String, ?> request) {
        return admin.post("/v1/users/" + sender.name() + "/handovers", request, Duration.ZERO);
    }

    private static void commits(TestUser person, String container, String name) {
        person.client()
                .post("/v1/images", Map.of("container", container, "name", name), TestUser.TIMEOUT)
                .expectDone();
    }

    /** The user's own images. */
    private static List<String> images(TestUser person) {
        return person.client()
                .get("/v1/images")
                .expectDone()
                .path("items")
                .valueStream()
                .filter(image -> !image.path("base").asBoolean())
                .map(image -> image.path("ref").asText())
                .toList();
    }

    /** The audit log follows the decisions. */
    private void awaitActions(TestUser person, String... wanted) {
        Eventually.that("the audit log has all steps", () -> actions(person).containsAll(List.of(wanted)));
    }

    private List<String> actions(TestUser person) {
        return admin.get("/v1/audit?account=" + person.name())
                .expectDone()
                .path("items")
                .findValuesAsText("action");
    }
}
