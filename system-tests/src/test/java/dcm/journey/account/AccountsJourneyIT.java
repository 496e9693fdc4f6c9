package dcm.journey.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.contract.topic.Topic;
import dcm.journey.support.Eventually;
import dcm.journey.support.LogRecords;
import dcm.journey.support.RunningStack;
import dcm.journey.support.TestUser;
import dcm.kafka.LogReader;
import dcm.stack.api.StackApiClient;
import dcm.stack.api.StackApiClient.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Account operations of administrators and users: keys and suspension. */
class AccountsJourneyIT {
    /** Within this time, a change of keys applies to new logins, whole logins on a busy machine included. */
    private static final Duration AT_ONCE = Duration.ofSeconds(20);

    private final StackApiClient admin = RunningStack.get().people().administrator();

    // ---- keys ----

    @Test
    void keyChangesApplyToNewLoginsInAllContainersWithoutARestart() {
        TestUser alice = TestUser.joins("alice");
        TestUser laptop = alice.withAnotherKey();
        JsonNode web = alice.creates("web");
        JsonNode db = alice.creates("db");
        assertThat(laptop.trySsh(web, "root", "true").code()).isNotZero();

        alice.client()
                .post("/v1/me/keys", Map.of("keys", List.of(laptop.publicKey())), TestUser.TIMEOUT)
                .expectDone();

        for (JsonNode container : List.of(web, db)) {
            Eventually.that(
                    "the new key is accepted",
                    AT_ONCE,
                    () -> laptop.trySsh(container, "root", "true").code() == 0);
        }
        assertThat(alice.client().get("/v1/me").expectDone().path("keys")).hasSize(2);

        alice.client()
                .delete("/v1/me/keys?" + fingerprint(alice, 0), TestUser.TIMEOUT)
                .expectDone();

        for (JsonNode container : List.of(web, db)) {
            Eventually.that(
                    "the old key is rejected",
                    AT_ONCE,
                    () -> alice.trySsh(container, "root", "true").code() != 0);
            assertThat(laptop.trySsh(container, alice.name(), "true").code()).isZero();
        }
    }

    // ---- dry runs ----

    @Test
    void dryRunsOfAdministratorsDecideAndChangeNothing() {
        TestUser alice = TestUser.joins("alice");
        JsonNode before = admin.get("/v1/users/" + alice.name()).expectDone();

        JsonNode suspension = admin.post("/v1/users/" + alice.name() + "/suspend?dryRun=true", Map.of(), Duration.ZERO)
                .expectDone();
        JsonNode limits = admin.put("/v1/users/" + alice.name() + "/quota?dryRun=true", Map.of("containers", 1))
                .expectDone();

        assertThat(suspension.at("/events/0").asText()).isEqualTo("account-suspended");
        assertThat(limits.at("/events/0").asText()).isEqualTo("quota-set");
        assertThat(admin.delete("/v1/catalog/groups/no-such-group?dryRun=true", Duration.ZERO)
                        .isProblem("unknown-group"))
                .isTrue();
        assertThat(admin.post("/v1/hosts/no-such-host/cordon?dryRun=true", Map.of(), Duration.ZERO)
                        .isProblem("unknown-host"))
                .isTrue();
        assertThat(admin.get("/v1/users/" + alice.name()).expectDone()).isEqualTo(before);
    }

    /** Workers read keys with such a reader when they start. An earlier record of an account can contain a removed key. */
    @Test
    void readerOfAccountsHandlesOnlyTheNewestRecordOfEachAccount() throws InterruptedException {
        TestUser alice = TestUser.joins("alice");
        TestUser laptop = alice.withAnotherKey();
        admin.post(keys(alice), Map.of("keys", List.of(laptop.publicKey())), Duration.ZERO)
                .expectDone();
        admin.put(keys(alice), Map.of("keys", List.of(alice.publicKey()))).expectDone();
        List<String> handled = new CopyOnWriteArrayList<>();

        try (LogReader reader = LogRecords.tableReader(
                        Topic.ACCOUNTS, records -> records.forEach(record -> handled.add(record.key())))
                .start()) {
            assertThat(reader.awaitCaughtUp(TestUser.TIMEOUT)).isTrue();
        }

        assertThat(handled).contains(alice.name()).doesNotHaveDuplicates();
    }

    @Test
    void endSessionsClosesLoginsOfTheUserOnly() throws Exception {
        TestUser alice = TestUser.joins("alice");
        TestUser bob = TestUser.joins("bob");
        JsonNode web = alice.creates("web");
        JsonNode bobs = bob.creates("web");
        Process root = alice.opensSsh(web, "root", "echo in; exec sleep 300");
        Process user = alice.opensSsh(web, alice.name(), "echo in; exec sleep 300");
        Process other = bob.opensSsh(bobs, "root", "echo in; exec sleep 300");
        try {
            for (Process session : List.of(root, user, other)) {
                assertThat(session.inputReader().readLine()).isEqualTo("in");
            }

            admin.delete(keys(alice) + "?endSessions=true&" + fingerprint(alice, 0), Duration.ZERO)
                    .expectDone();

            Eventually.that("the user's logins end", Duration.ofSeconds(10), () -> !root.isAlive() && !user.isAlive());
            assertThat(other.isAlive()).isTrue();
            assertThat(alice.trySsh(web, "root", "true").code()).isNotZero();
        } finally {
            List.of(root, user, other).forEach(Process::destroy);
        }
        admin.post(keys(alice), Map.of("keys", List.of(alice.publicKey())), Duration.ZERO)
                .expectDone();
        Eventually.that(
                "the key added again is accepted, and its sessions stay open",
                () -> alice.trySsh(web, "root", "sleep 3").code() == 0);
    }

    @Test
    void removedKeyInHomeDirectoryIsRejected() {
        TestUser alice = TestUser.joins("alice");
        TestUser laptop = alice.withAnotherKey();
        JsonNode web = alice.creates("web");
        alice.ssh(
                web,
                "root",
                "mkdir -p -m 700 ~/.ssh && echo '" + alice.publicKey() + "' > ~/.ssh/authorized_keys"
                        + " && chmod 600 ~/.ssh/authorized_keys");

        Answer replaced = admin.put(keys(alice), Map.of("keys", List.of(laptop.publicKey())));

        assertThat(replaced.expectDone().path("items")).hasSize(1);
        Eventually.that(
                "the lost key is rejected",
                AT_ONCE,
                () -> alice.trySsh(web, "root", "true").code() != 0);
        assertThat(laptop.ssh(web, "root", "cat ~/.ssh/authorized_keys")).isEqualTo(alice.publicKey());
    }

    @Test
    void invalidKeysAreRejectedWithAReason() {
        TestUser alice = TestUser.joins("alice");

        for (Map.Entry<String, String> bad : Map.of(
                        "command=\"id\" " + alice.publicKey(),
                        "without options",
                        "cert-authority " + alice.publicKey(),
                        "without options",
                        alice.publicKey() + "\nssh-ed25519 AAAA",
                        "without options",
                        "ssh-dss AAAAB3NzaC1kc3MAAACBAP",
                        "of type",
                        "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQ" + "A".repeat(172) + "=",
                        "key")
                .entrySet()) {
            Answer refused =
                    alice.client().post("/v1/me/keys", Map.of("keys", List.of(bad.getKey())), TestUser.TIMEOUT);

            assertThat(refused.isProblem("bad-input")).as(bad.getKey()).isTrue();
            assertThat(refused.body().path("detail").asText()).contains("keys[0]", bad.getValue());
        }
        assertThat(alice.client().put("/v1/me/keys", Map.of("keys", List.of())).isProblem("bad-input"))
                .isTrue();
        assertThat(alice.client()
                        .delete("/v1/me/keys?fingerprint=SHA256:unknown", TestUser.TIMEOUT)
                        .isProblem("unknown-key"))
                .isTrue();
        assertThat(alice.client().get("/v1/me").expectDone().path("keys")).hasSize(1);
    }

    @Test
    void keyOfTwoAccountsIsAcceptedWithAWarning() {
        TestUser alice = TestUser.joins("alice");
        TestUser bob = TestUser.joins("bob");

        JsonNode added = admin.post(keys(bob), Map.of("keys", List.of(alice.publicKey())), Duration.ZERO)
                .expectDone();

        assertThat(added.path("items")).hasSize(2);
        assertThat(added.path("items").path(0).has("warning")).isFalse();
        assertThat(added.path("items").path(1).path("warning").asText()).contains("'" + alice.name() + "'");
    }

    @Test
    void addingAKeyToAnotherAccountIsForbidden() {
        TestUser alice = TestUser.joins("alice");
        TestUser bob = TestUser.joins("bob");

        Answer refused = bob.client().post(keys(alice), Map.of("keys", List.of(bob.publicKey())), Duration.ZERO);

        assertThat(refused.isProblem("forbidden")).isTrue();
    }

    // ---- suspension ----

    @Test
    void suspendedAccountIsRejectedUntilItIsResumed() {
        TestUser alice = TestUser.joins("alice");
        JsonNode web = alice.creates("web");
        StackApiClient client = alice.client();
        TestUser laptop = alice.withAnotherKey();
        alice.ssh(web, "root", "mkdir -p ~/.ssh && echo '" + laptop.publicKey() + "' >> ~/.ssh/authorized_keys");
        laptop.ssh(web, "root", "true");

        admin.post(user(alice) + "/suspend", Map.of("reason", "Please talk to us"), Duration.ZERO)
                .expectDone();

        Eventually.that(
                "queries are rejected",
                AT_ONCE,
                () -> client.get("/v1/containers").isProblem("account-suspended"));
        Eventually.that(
                "intents are rejected",
                AT_ONCE,
                () -> client.post("/v1/containers/web/stop", Duration.ZERO).isProblem("account-suspended"));
        Eventually.that(
                "logins are rejected",
                AT_ONCE,
                () -> alice.trySsh(web, "root", "true").code() != 0);
        assertThat(laptop.trySsh(web, "root", "true").code())
                .as("a key in the home")
                .isNotZero();
        assertThat(client.get("/v1/me").body().path("detail").asText()).contains("Please talk to us");
        assertThat(admin.get(user(alice)).expectDone().path("suspensionReason").asText())
                .isEqualTo("Please talk to us");
        assertThat(RunningStack.get()
                        .docker(
                                "inspect",
                                "-f",
                                "{{.State.Status}}",
                                RunningStack.get().dockerName(web.path("id").asText())))
                .isEqualTo("running");

        admin.post(user(alice) + "/resume", Duration.ZERO).expectDone();

        Eventually.that(
                "logins and queries are accepted again",
                AT_ONCE,
                () -> alice.trySsh(web, "root", "true").code() == 0
                        && client.get("/v1/containers").status() == 200);
    }

    @Test
    void suspensionWithStopContainersStopsAllContainers() {
        TestUser alice = TestUser.joins("alice");
        alice.creates("web");
        alice.creates("db");
        alice.doneTo("pause", "db");

        admin.post(user(alice) + "/suspend", Map.of("stopContainers", true), Duration.ZERO)
                .expectDone();
        admin.post(user(alice) + "/resume", Duration.ZERO).expectDone();

        Eventually.that("both containers are stopped", () -> {
            List<String> states = alice.client()
                    .get("/v1/containers")
                    .expectDone()
                    .path("items")
                    .findValuesAsText("state");
            return states.equals(List.of("stopped", "stopped"));
        });
        assertThat(alice.doneTo("start", "web").path("state").asText()).isEqualTo("running");
    }

    @Test
    void suspendingTheOwnAccountIsRejected() {
        assertThat(admin.post("/v1/users/admin/suspend", Duration.ZERO).isProblem("bad-input"))
                .isTrue();
        assertThat(admin.get("/v1/users").status()).isEqualTo(200);
    }

    private static String user(TestUser person) {
        return "/v1/users/" + person.name();
    }

    private static String keys(TestUser person) {
        return user(person) + "/keys";
    }

    private static String fingerprint(TestUser person, int index) {
        String fingerprint = person.client()
                .get("/v1/me")
                .expectDone()
                .path("keys")
                .path(index)
                .path("fingerprint")
                .asText();
        return "fingerprint=" + URLEncoder.encode(fingerprint, StandardCharsets.UTF_8);
    }
}
