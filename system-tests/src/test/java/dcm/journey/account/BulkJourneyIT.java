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
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Creating many accounts at once, and the resulting audit entries. */
class BulkJourneyIT {
    private static final String CSV = "text/csv";

    private final StackApiClient admin = RunningStack.get().people().administrator();

    @Test
    void tenAccountsAreImportedFromACsvFileAndThenChanged() {
        String key = TestUser.joins("keyholder").publicKey();
        admin.put("/v1/catalog/groups/bulk", Map.of()).expectDone();
        String table = IntStream.rangeClosed(1, 10)
                .mapToObj(n -> "bulk%d,Student %d,s%d@lab.example,bulk,%s".formatted(n, n, n, n == 1 ? key : ""))
                .collect(Collectors.joining("\n", "name,displayName,email,group,keys\n", "\n"));

        JsonNode dry = admin.post("/v1/bulk/users?dryRun=true", table, CSV).expectDone();

        assertThat(actions(dry)).hasSize(10).containsOnly("open");
        assertThat(admin.get("/v1/users/bulk1").status()).isEqualTo(404);

        JsonNode made = admin.post("/v1/bulk/users", table, CSV).expectDone();

        assertThat(actions(made)).containsOnly("open");
        assertThat(made.path("items").findValuesAsText("oneTimePassword"))
                .hasSize(10)
                .doesNotHaveDuplicates();
        Eventually.that(
                "all ten accounts are in the group",
                () -> admin.get("/v1/catalog/groups/bulk")
                                .expectDone()
                                .path("members")
                                .size()
                        == 10);
        JsonNode first = admin.get("/v1/users/bulk1").expectDone();
        assertThat(first.path("displayName").asText()).isEqualTo("Student 1");
        assertThat(first.path("keys").path(0).path("line").asText()).isEqualTo(key);
        assertThat(actions(admin.post("/v1/bulk/users", table, CSV).expectDone()))
                .containsOnly("nothing");

        Answer changed = admin.post("/v1/bulk/users", "name,cpus\nbulk1,2.5\nbulk2,\n", CSV);

        assertThat(actions(changed.expectDone())).containsExactly("change", "nothing");
        Eventually.that(
                "the new limit applies",
                () -> admin.get("/v1/quotas/bulk1")
                        .expectDone()
                        .path("cpus")
                        .path("limit")
                        .asText()
                        .equals("2.5"));
    }

    @Test
    void importWithAnInvalidLineIsRejectedAndDryRunReportsAllErrors() {
        String table = "name,group\nnever1,\nnever2,nowhere\nRoot,\nnever1,\n";

        Answer refused = admin.post("/v1/bulk/users", table, CSV);
        JsonNode dry = admin.post("/v1/bulk/users?dryRun=true", table, CSV).expectDone();

        assertThat(refused.isProblem("bad-input")).isTrue();
        assertThat(refused.body().path("detail").asText())
                .contains("No account was changed", "3 of 4", "number 3 ('never2'): There is no group 'nowhere'.");
        assertThat(admin.get("/v1/users/never1").status()).isEqualTo(404);
        assertThat(actions(dry)).containsExactly("open", "refuse", "refuse", "refuse");
    }

    @Test
    void importOfAnExportChangesNothing() {
        TestUser.joins("exported");

        String table = admin.text("/v1/bulk/users", CSV);
        JsonNode list = admin.get("/v1/bulk/users").expectDone();

        assertThat(actions(admin.post("/v1/bulk/users?dryRun=true", table, CSV).expectDone()))
                .hasSizeGreaterThan(1)
                .containsOnly("nothing");
        assertThat(actions(admin.post("/v1/bulk/users?dryRun=true", list.toString(), "application/json")
                        .expectDone()))
                .hasSize(list.path("items").size())
                .containsOnly("nothing");
    }

    @Test
    void auditShowsActorActionTimeAddressAndResult() {
        Instant since = Instant.now();
        TestUser alice = TestUser.joins("alice");
        admin.post("/v1/users/" + alice.name() + "/suspend", Map.of("reason", "Audited"), Duration.ZERO)
                .expectDone();
        admin.post("/v1/users/" + alice.name() + "/resume", Duration.ZERO).expectDone();
        admin.patch("/v1/users/" + alice.name(), Map.of("group", "nowhere"));
        Eventually.that(
                "the account is resumed",
                () -> alice.client().get("/v1/containers").status() == 200);
        alice.client().post("/v1/containers/none/stop", Duration.ZERO);
        admin.put("/v1/catalog/groups/audited", Map.of()).expectDone();

        String about = "/v1/audit?account=" + alice.name();
        List<String> all = List.of(
                "stop-container refused",
                "bind-sign-in done",
                "change-profile refused",
                "resume-account done",
                "suspend-account done",
                "open-account done");
        Eventually.that(
                "all entries are in the audit, with their results",
                () -> items(about).stream()
                        .map(entry -> entry.path("action").asText() + " "
                                + entry.path("result").asText())
                        .toList()
                        .equals(all));

        JsonNode suspended = items(about + "&action=suspend-account").getFirst();
        assertThat(suspended.path("actor").asText()).isEqualTo("account/admin");
        assertThat(suspended.path("request").path("reason").asText()).isEqualTo("Audited");
        assertThat(suspended.path("from").asText()).isEqualTo("127.0.0.1");
        assertThat(Instant.parse(suspended.path("at").asText())).isAfter(since);
        assertThat(items(about + "&actor=" + alice.name() + "&result=refused")
                        .getFirst()
                        .path("code")
                        .asText())
                .isEqualTo("unknown-container");
        Eventually.that(
                "the catalog's entry is in the audit",
                () -> items("/v1/audit?action=define-group&actor=admin&since=" + since).stream()
                        .anyMatch(entry ->
                                entry.path("request").path("group").asText().equals("audited")));

        JsonNode page = admin.get(about + "&limit=4").expectDone();
        assertThat(page.path("items")).hasSize(4);
        assertThat(items(about + "&limit=4&cursor=" + page.path("next").asText()))
                .extracting(entry -> entry.path("action").asText())
                .containsExactly("suspend-account", "open-account");
        assertThat(alice.client().get("/v1/audit").isProblem("forbidden")).isTrue();
        assertThat(admin.get("/v1/audit?since=yesterday").isProblem("bad-input"))
                .isTrue();
    }

    private List<JsonNode> items(String path) {
        return admin.get(path).expectDone().path("items").valueStream().toList();
    }

    private static List<String> actions(JsonNode report) {
        return report.path("items").findValuesAsText("action");
    }
}
