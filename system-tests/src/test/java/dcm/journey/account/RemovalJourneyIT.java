package dcm.journey.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.journey.support.Eventually;
import dcm.journey.support.Fault;
import dcm.journey.support.RunningStack;
import dcm.journey.support.TestUser;
import dcm.stack.api.StackApiClient;
import dcm.stack.api.StackApiClient.Answer;
import dcm.stack.installation.StackPort;
import io.restassured.RestAssured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Removing accounts with everything they own, with failures in between. */
class RemovalJourneyIT {
    private static final Duration LONG = Duration.ofSeconds(90);

    private final RunningStack stack = RunningStack.get();
    private final StackApiClient admin = stack.people().administrator();

    @AfterEach
    void retire() {
        stack.retireBaseImages();
    }

    @Test
    void removedAccountLeavesNothingButItsName() throws IOException {
        TestUser alice = TestUser.joins("alice");
        String password = passwordOf(alice);
        TestUser bob = TestUser.joins("bob");
        JsonNode web = alice.creates("web");
        alice.creates("db");
        alice.doneTo("pause", "db");
        JsonNode bobs = bob.creates("web");
        alice.ssh(
                web,
                "root",
                "mkdir -p /root/deep/er && ln -s / /root/deep/er/host && echo mine > /home/" + alice.name()
                        + "/thesis");
        alice.client()
                .post("/v1/images", Map.of("container", "web", "name", "mine"), TestUser.TIMEOUT)
                .expectDone();
        StackApiClient client = alice.client();

        JsonNode preview = admin.get("/v1/holdings/" + alice.name()).expectDone();
        Answer refused = admin.delete(user(alice), Duration.ZERO);

        assertThat(preview.path("containers").findValuesAsText("name")).containsExactlyInAnyOrder("web", "db");
        assertThat(preview.path("images").findValuesAsText("name")).containsExactly("mine:latest");
        assertThat(refused.isProblem("account-has-images")).isTrue();
        assertThat(refused.body().path("detail").asText()).contains("mine:latest");

        Answer begun = admin.delete(user(alice) + "?images=remove", Duration.ZERO);

        assertThat(begun.status()).isEqualTo(202);
        assertThat(begun.body().path("removal").path("steps").findValuesAsText("step"))
                .containsExactly("containers", "images", "storage", "sign-in");
        assertThat(begun.body()
                        .path("removal")
                        .path("steps")
                        .path(0)
                        .path("state")
                        .asText())
                .isEqualTo("now");
        awaitRemoved(alice);
        assertNothingIsLeftOf(alice, password);
        assertThat(client.get("/v1/containers").isProblem("account-suspended")).isTrue();
        assertThat(admin.delete(user(alice), Duration.ZERO).isProblem("account-removed"))
                .isTrue();
        assertThat(admin.post("/v1/users", Map.of("name", alice.name()), Duration.ZERO)
                        .isProblem("account-exists"))
                .isTrue();
        assertThat(admin.get("/v1/users").expectDone().path("items").findValuesAsText("name"))
                .doesNotContain(alice.name())
                .contains(bob.name());
        assertThat(bob.ssh(bobs, "root", "echo still here")).isEqualTo("still here");
        Eventually.that(
                "the audit log has the removal",
                () -> admin.get("/v1/audit?action=remove-account&result=done&account=" + alice.name())
                                .expectDone()
                                .path("items")
                                .size()
                        == 1);
        assertThat(admin.delete("/v1/users/admin", Duration.ZERO).isProblem("bad-input"))
                .isTrue();
    }

    @Test
    void removalWaitsForAHostThatIsDown() throws IOException {
        TestUser alice = TestUser.joins("alice");
        String password = passwordOf(alice);
        alice.creates("web");
        stack.kill("runtime-worker");
        try {
            admin.delete(user(alice), Duration.ZERO).expectDone();
            Eventually.that(
                    "the removal names the host it waits for",
                    () -> now(alice).path("waitingFor").path(0).asText().equals("t1"));
            assertThat(now(alice).path("step").asText()).isEqualTo("containers");
        } finally {
            stack.up();
        }
        awaitRemoved(alice);
        assertNothingIsLeftOf(alice, password);
    }

    @Test
    void keptImagesStayAfterTheRemovalAndAreOfferedToTheGivenGroups() {
        TestUser alice = TestUser.joins("alice");
        TestUser bob = TestUser.joins("bob");
        JsonNode web = alice.creates("web");
        alice.ssh(web, "root", "echo kept >/srv/thesis");
        commits(alice, "thesis");
        String kept = alice.name() + "-thesis:latest";

        admin.delete(user(alice) + "?images=keep", Duration.ZERO).expectDone();

        awaitRemoved(alice);
        assertThat(bob.triesToCreate("web", Map.of("image", kept)).isProblem("unknown-image"))
                .isTrue();
        admin.patch("/v1/catalog/images/" + kept, Map.of("groups", List.of("everybody")))
                .expectDone();
        Eventually.that(
                "the image is ready",
                () -> admin.get("/v1/catalog/images/" + kept)
                        .expectDone()
                        .path("hosts")
                        .path(0)
                        .path("stage")
                        .asText()
                        .equals("ready"));
        JsonNode bobs = bob.creates("web", Map.of("image", kept));
        assertThat(bob.ssh(bobs, "root", "cat /srv/thesis")).isEqualTo("kept");
    }

    @Test
    void imageTransferWaitsUntilTheReceiversQuotaAllowsIt() {
        TestUser alice = TestUser.joins("alice");
        TestUser bob = TestUser.joins("bob");
        alice.creates("web");
        commits(alice, "thesis");
        admin.put("/v1/users/" + bob.name() + "/quota", Map.of("images", 0)).expectDone();

        admin.delete(user(alice) + "?images=handover&to=" + bob.name(), Duration.ZERO)
                .expectDone();

        Eventually.that(
                "the removal shows why it waits",
                () -> admin.get(user(alice))
                        .expectDone()
                        .path("removal")
                        .path("blockedReason")
                        .asText()
                        .contains("'" + bob.name() + "' has 0 of 0 images"));
        admin.put("/v1/users/" + bob.name() + "/quota", Map.of()).expectDone();
        awaitRemoved(alice);
        assertThat(bob.client().get("/v1/images/" + alice.name() + "-thesis").expectDone())
                .isNotEmpty();
    }

    private static void commits(TestUser person, String name) {
        person.client()
                .post("/v1/images", Map.of("container", "web", "name", name), TestUser.TIMEOUT)
                .expectDone();
    }

    static List<Fault> faults() {
        return Fault.selected();
    }

    @ParameterizedTest
    @MethodSource("faults")
    void removalCompletesAfterAServiceIsKilled(Fault fault) throws Exception {
        TestUser alice = TestUser.joins("alice");
        String password = passwordOf(alice);
        alice.creates("web");
        alice.creates("db");
        alice.client()
                .post("/v1/images", Map.of("container", "web", "name", "mine"), TestUser.TIMEOUT)
                .expectDone();

        admin.delete(user(alice) + "?images=remove", Duration.ZERO).expectDone();
        fault.inject(stack);

        awaitRemoved(alice);
        assertNothingIsLeftOf(alice, password);
    }

    private void awaitRemoved(TestUser person) {
        Eventually.that(
                "the account is removed",
                LONG,
                () -> admin.get(user(person)).body().path("removal").has("endedAt"));
    }

    private JsonNode now(TestUser person) {
        return admin.get(user(person))
                .body()
                .path("removal")
                .path("steps")
                .valueStream()
                .filter(step -> step.path("state").asText().equals("now"))
                .findFirst()
                .orElseThrow();
    }

    private Path passwordFile(TestUser person) {
        return Path.of(stack.people().passwordFile(person.name()));
    }

    private String passwordOf(TestUser person) throws IOException {
        return Files.readString(passwordFile(person)).strip();
    }

    /** @param password the password before the removal */
    private void assertNothingIsLeftOf(TestUser person, String password) {
        String label = "label=dcm.owner=" + person.name();
        assertThat(stack.docker("ps", "--all", "--quiet", "--filter", label)).isBlank();
        assertThat(stack.docker("network", "ls", "--quiet", "--filter", label)).isBlank();
        assertThat(stack.docker("images", "--quiet", "--filter", label)).isBlank();
        for (String kept : List.of("storage", "keys")) {
            Path directory = stack.installation().data(kept).resolve(person.name());
            Eventually.that(directory + " is gone", () -> !Files.exists(directory));
        }
        assertThat(passwordFile(person)).doesNotExist();
        assertThat(RestAssured.given()
                        .baseUri(stack.installation().url(StackPort.KEYCLOAK))
                        .formParams(
                                "grant_type",
                                "password",
                                "client_id",
                                "dcm-cli",
                                "username",
                                person.name(),
                                "password",
                                password)
                        .post("/realms/dcm/protocol/openid-connect/token")
                        .<String>path("error"))
                .isEqualTo("invalid_grant");
    }

    private static String user(TestUser person) {
        return "/v1/users/" + person.name();
    }
}
