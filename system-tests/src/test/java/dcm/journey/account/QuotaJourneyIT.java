package dcm.journey.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.journey.support.Eventually;
import dcm.journey.support.RunningStack;
import dcm.journey.support.TestUser;
import dcm.stack.api.StackApiClient;
import dcm.stack.api.StackApiClient.Answer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Quotas of accounts, groups and the default, and expiry dates. */
class QuotaJourneyIT {
    /** The worker measures the homes of all users of earlier tests, one after the other. */
    private static final Duration MEASURED = Duration.ofMinutes(3);

    private final StackApiClient admin = RunningStack.get().people().administrator();

    // ---- limits ----

    @Test
    void fiftyConcurrentCreatesAreAcceptedUpToTheQuota() throws Exception {
        TestUser alice = TestUser.joins("alice");
        limit(alice, Map.of("containers", 4));
        StackApiClient client = alice.client();

        List<Answer> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> asked = IntStream.range(0, 50)
                    .mapToObj(n -> threads.submit(() -> client.post(
                            "/v1/containers",
                            Map.of("image", "debian-ssh", "name", "c" + n, "memoryMiB", 64, "cpus", 0.1),
                            Duration.ZERO)))
                    .toList();
            for (Future<Answer> one : asked) {
                answers.add(one.get());
            }
        }

        assertThat(answers.stream().filter(answer -> answer.status() < 300)).hasSize(4);
        assertThat(answers.stream().filter(answer -> answer.status() >= 300))
                .hasSize(46)
                .allSatisfy(answer -> {
                    assertThat(answer.isProblem("quota-exceeded")).isTrue();
                    assertThat(answer.body().path("numbers").path("limit").asInt())
                            .isEqualTo(4);
                });
        assertThat(quota(client).path("containers").path("used").asInt()).isEqualTo(4);
    }

    @Test
    void mostSpecificLimitAppliesAndItsSourceIsShown() {
        TestUser alice = TestUser.joins("alice");
        String group = "g-" + alice.name();
        admin.put(groups(group), Map.of("description", "A course", "quota", Map.of("containers", 1, "cpus", 1.5)))
                .expectDone();
        assertThat(limit(alice.client(), "containers").path("from").asText()).isEqualTo("built-in");

        join(alice, group);
        Eventually.that(
                "the group's limit applies",
                () -> limit(alice.client(), "cpus").path("limit").asText().equals("1.5"));
        assertThat(limit(alice.client(), "cpus").path("group").asText()).isEqualTo(group);
        alice.creates("web");
        Answer second = alice.triesToCreate("db", Map.of());
        assertThat(second.isProblem("quota-exceeded")).isTrue();
        assertThat(second.body().path("detail").asText())
                .contains("You have 1 of 1 containers; this would add 1.", "the group '" + group + "'");

        limit(alice, Map.of("containers", 2));
        alice.creates("db");

        JsonNode seen = admin.get("/v1/quotas/" + alice.name()).expectDone();
        assertThat(seen.path("containers")).isEqualTo(limit(alice.client(), "containers"));
        assertThat(seen.path("containers").path("from").asText()).isEqualTo("account");
        assertThat(seen.path("running").path("used").asInt()).isEqualTo(2);
        assertThat(seen.path("cpus").path("used").asText()).isEqualTo("1");
        assertThat(seen.path("memoryMiB").path("used").asInt()).isEqualTo(512);
        Eventually.that(
                "alice is a member",
                () -> admin.get(groups(group))
                        .expectDone()
                        .path("members")
                        .path(0)
                        .asText()
                        .equals(alice.name()));
    }

    @Test
    void limitBelowTheUsageRejectsOnlyAdditionalUsage() {
        TestUser alice = TestUser.joins("alice");
        alice.creates("web");
        alice.creates("db");
        alice.doneTo("stop", "db");

        limit(alice, Map.of("containers", 1, "running", 1));

        assertThat(alice.triesToCreate("more", Map.of()).isProblem("quota-exceeded"))
                .isTrue();
        assertThat(alice.does("start", "db").isProblem("quota-exceeded")).isTrue();
        assertThat(alice.doneTo("restart", "web").path("state").asText()).isEqualTo("running");
        alice.doneTo("stop", "web");
        assertThat(alice.doneTo("start", "db").path("state").asText()).isEqualTo("running");
        assertThat(limit(alice.client(), "containers").path("used").asInt()).isEqualTo(2);
    }

    @Test
    void portsAndImagesAreLimited() {
        TestUser alice = TestUser.joins("alice");
        limit(alice, Map.of("ports", 1, "images", 1, "imageMiB", 20));
        alice.creates("web", Map.of("ports", List.of(8700)));
        assertThat(alice.triesToCreate("db", Map.of("ports", List.of(8701))).isProblem("quota-exceeded"))
                .isTrue();

        Answer large = commitOf(alice, "large", "head -c 25M /dev/urandom > /opt/large");
        assertThat(large.status()).isEqualTo(409);
        assertThat(large.body()
                        .path("problem")
                        .path("code")
                        .asText(large.body().path("code").asText()))
                .isEqualTo("quota-exceeded");
        assertThat(large.body().toString()).contains("of 20 MiB image storage", "new image was removed");
        assertThat(alice.client().get("/v1/images").expectDone().toString()).doesNotContain("large");

        Answer small = commitOf(alice, "small", "rm /opt/large; head -c 5M /dev/urandom > /opt/small");
        small.expectDone();
        assertThat(commitOf(alice, "another", "true").isProblem("quota-exceeded"))
                .isTrue();
        Eventually.that(
                "the image is counted",
                () -> limit(alice.client(), "imageMiB").path("used").asInt() >= 5);
        assertThat(limit(alice.client(), "images").path("used").asInt()).isEqualTo(1);
    }

    @Test
    void fullHomesGiveAWarningAndRejectCreateAndStart() {
        TestUser alice = TestUser.joins("alice");
        JsonNode web = alice.creates("web");
        limit(alice, Map.of("homeMiB", 60));
        alice.ssh(web, "root", "fallocate -l 56M /root/large");

        Eventually.that(
                "the user is warned",
                MEASURED,
                () -> alice.client()
                        .get("/v1/me")
                        .expectDone()
                        .path("warnings")
                        .toString()
                        .contains("of 60 MiB"));
        alice.ssh(web, "root", "fallocate -l 30M /home/" + alice.name() + "/more");
        Eventually.that(
                "the homes are measured",
                MEASURED,
                () -> limit(alice.client(), "homeMiB").path("used").asInt() > 80);
        Eventually.that(
                "the measurement is in the log",
                MEASURED,
                () -> alice.client()
                        .get("/v1/me")
                        .expectDone()
                        .path("warnings")
                        .toString()
                        .contains("use 8"));
        assertThat(alice.triesToCreate("db", Map.of()).isProblem("quota-exceeded"))
                .isTrue();
        assertThat(alice.ssh(web, "root", "echo on")).isEqualTo("on");
        alice.doneTo("stop", "web");
        Answer refused = alice.does("start", "web");
        assertThat(refused.body().path("detail").asText()).contains("home directories use", "of 60 MiB");
        limit(alice, Map.of());
        assertThat(alice.doneTo("start", "web").path("state").asText()).isEqualTo("running");
    }

    @Test
    void limitOfTheGroupEverybodyAppliesToAllAccounts() {
        TestUser alice = TestUser.joins("alice");
        admin.put(groups("everybody"), Map.of("quota", Map.of("pids", 100_000))).expectDone();
        try {
            Eventually.that(
                    "everybody's limit applies",
                    () -> limit(alice.client(), "pids").path("limit").asInt() == 100_000);
            assertThat(limit(alice.client(), "pids").path("from").asText()).isEqualTo("everybody");
        } finally {
            admin.put(groups("everybody"), Map.of()).expectDone();
        }
    }

    // ---- groups ----

    @Test
    void groupIsRemovedOnlyWithoutMembers() {
        TestUser alice = TestUser.joins("alice");
        String group = "g-" + alice.name();
        admin.put(groups(group), Map.of()).expectDone();
        join(alice, group);
        Eventually.that(
                "the group has its member",
                () -> admin.get(groups(group)).expectDone().toString().contains(alice.name()));

        Answer refused = admin.delete(groups(group), Duration.ZERO);
        assertThat(refused.isProblem("group-in-use")).isTrue();
        assertThat(refused.body().path("detail").asText()).contains(alice.name());

        Map<String, Object> nothing = new HashMap<>();
        nothing.put("group", null);
        admin.patch(user(alice), nothing).expectDone();
        Eventually.that(
                "the group is removed",
                () -> admin.delete(groups(group), Duration.ZERO).status() == 204);
        assertThat(admin.patch(user(alice), Map.of("group", group)).isProblem("unknown-group"))
                .isTrue();
        assertThat(admin.delete(groups("everybody"), Duration.ZERO).isProblem("group-in-use"))
                .isTrue();
    }

    @Test
    void presetGrantedToAGroupIsUsableByItsMembersOnly() {
        TestUser alice = TestUser.joins("alice");
        TestUser bob = TestUser.joins("bob");
        String group = "g-" + alice.name();
        String preset = "p-" + alice.name();
        admin.put("/v1/catalog/presets/" + preset, Map.of("options", Map.of("pids", 77)))
                .expectDone();
        admin.put(groups(group), Map.of()).expectDone();
        join(alice, group);

        admin.put(groups(group) + "/grants/" + preset, Map.of("note", "for the course"))
                .expectDone();

        Eventually.that(
                "the group's member sees the preset",
                () -> alice.client().get("/v1/presets").body().toString().contains(preset));
        assertThat(bob.client().get("/v1/presets").expectDone().toString()).doesNotContain(preset);
        JsonNode web = alice.creates("web", Map.of("preset", preset));
        assertThat(web.path("preset").path("name").asText(web.path("preset").asText()))
                .isEqualTo(preset);
        assertThat(bob.triesToCreate("web", Map.of("preset", preset)).isProblem("preset-not-granted"))
                .isTrue();
        Eventually.that(
                "the grant is listed",
                () -> admin.get("/v1/catalog/presets/" + preset)
                        .expectDone()
                        .path("grantedTo")
                        .path(0)
                        .path("group")
                        .asText()
                        .equals(group));

        admin.delete(groups(group) + "/grants/" + preset, Duration.ZERO).expectDone();
        alice.doneTo("stop", "web");
        assertThat(alice.does("start", "web").isProblem("preset-not-granted")).isTrue();
    }

    // ---- expiry of an account ----

    @Test
    void expiredAccountIsSuspendedUntilItsExpiryDateIsCleared() {
        TestUser alice = TestUser.joins("alice");
        JsonNode web = alice.creates("web");
        StackApiClient client = alice.client();
        admin.patch(
                        user(alice),
                        Map.of(
                                "expiresAt",
                                Instant.now().plusSeconds(86_400 * 3).toString()))
                .expectDone();
        Eventually.that(
                "the user is warned",
                () -> client.get("/v1/me").body().path("warnings").toString().contains("in 2 days"));

        admin.patch(
                        user(alice),
                        Map.of("expiresAt", Instant.now().plusSeconds(10).toString()))
                .expectDone();

        Eventually.that("requests are rejected", () -> client.get("/v1/me").isProblem("account-suspended"));
        assertThat(client.get("/v1/me").body().path("detail").asText()).contains("Your account has expired");
        assertThat(admin.post(user(alice) + "/resume", Duration.ZERO).isProblem("account-suspended"))
                .isTrue();
        Eventually.that(
                "the user's container is stopped",
                () -> alice.trySsh(web, "root", "true").code() != 0);

        Map<String, Object> never = new HashMap<>();
        never.put("expiresAt", null);
        admin.patch(user(alice), never).expectDone();
        Eventually.that(
                "requests are accepted again", () -> client.get("/v1/me").status() == 200);
        assertThat(alice.doneTo("start", "web").path("state").asText()).isEqualTo("running");
    }

    // ---- recorded data of a user ----

    @Test
    void accountIsOpenedWithAllProfileFields() {
        String name = TestUser.joins("alice").name() + "-too";
        admin.put(groups("g-" + name), Map.of()).expectDone();
        Instant end = Instant.now().plusSeconds(86_400).truncatedTo(ChronoUnit.SECONDS);

        JsonNode opened = admin.post(
                        "/v1/users",
                        Map.of(
                                "name",
                                name,
                                "displayName",
                                "Alice L.",
                                "email",
                                "alice@lab.example",
                                "group",
                                "g-" + name,
                                "expiresAt",
                                end.toString(),
                                "quota",
                                Map.of("cpus", 2.5)),
                        Duration.ZERO)
                .expectDone();

        Eventually.that(
                "the account is known", () -> admin.get("/v1/users/" + name).status() == 200);
        JsonNode seen = admin.get("/v1/users/" + name).expectDone();
        for (JsonNode view : List.of(opened, seen)) {
            assertThat(view.path("email").asText()).isEqualTo("alice@lab.example");
            assertThat(view.path("group").asText()).isEqualTo("g-" + name);
            assertThat(Instant.parse(view.path("expiresAt").asText())).isEqualTo(end);
            assertThat(view.path("quota").toString()).isEqualTo("{\"cpus\":2.5}");
        }
        assertThat(admin.post("/v1/users", Map.of("name", name + "2", "group", "nowhere"), Duration.ZERO)
                        .isProblem("unknown-group"))
                .isTrue();
        assertThat(admin.get("/v1/users/" + name + "2").status()).isEqualTo(404);
        assertThat(admin.patch("/v1/users/admin", Map.of("role", "user")).isProblem("bad-input"))
                .isTrue();
    }

    private static Answer commitOf(TestUser person, String name, String work) {
        person.ssh(person.show("web"), "root", work);
        return person.client().post("/v1/images", Map.of("container", "web", "name", name), TestUser.TIMEOUT);
    }

    private void limit(TestUser person, Map<String, ?> limits) {
        admin.put(user(person) + "/quota", limits).expectDone();
    }

    private void join(TestUser person, String group) {
        admin.patch(user(person), Map.of("group", group)).expectDone();
    }

    private static JsonNode quota(StackApiClient client) {
        return client.get("/v1/me/quota").expectDone();
    }

    private static JsonNode limit(StackApiClient client, String resource) {
        return quota(client).path(resource);
    }

    private static String user(TestUser person) {
        return "/v1/users/" + person.name();
    }

    private static String groups(String name) {
        return "/v1/catalog/groups/" + name;
    }
}
