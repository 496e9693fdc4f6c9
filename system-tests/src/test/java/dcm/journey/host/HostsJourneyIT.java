package dcm.journey.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.journey.support.Eventually;
import dcm.journey.support.RunningStack;
import dcm.journey.support.SecondWorker;
import dcm.journey.support.ShellRunner;
import dcm.journey.support.TestUser;
import dcm.stack.api.StackApiClient;
import dcm.stack.api.StackApiClient.Answer;
import dcm.stack.engine.EngineCleanUp;
import dcm.stack.engine.PrivateEngine;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Hosts, as administrators see them and remove them from service. */
@Tag("operations")
class HostsJourneyIT {
    private static final String T1 = "/v1/hosts/t1";

    private final RunningStack stack = RunningStack.get();
    private final StackApiClient admin = stack.people().administrator();

    @AfterEach
    void uncordonHost() {
        admin.post(T1 + "/uncordon", Duration.ZERO).expectDone();
        Eventually.that("the host is live", () -> status().equals("live"));
    }

    @Test
    void hostShowsStatusUsageAndFindingsWithRemedies() {
        TestUser alice = TestUser.joins("alice");
        JsonNode before = admin.get(T1).expectDone().path("use");
        alice.creates("web", Map.of("ports", List.of(8900), "cpus", 0.25));

        JsonNode host = admin.get("/v1/hosts?q=t1&state=live&sort=-containers&limit=1")
                .expectDone()
                .path("items")
                .path(0);

        assertThat(host.path("name").asText()).isEqualTo("t1");
        assertThat(host.path("status").asText()).isEqualTo("live");
        assertThat(Instant.parse(host.path("lastSeen").asText()))
                .isAfter(Instant.now().minusSeconds(60));
        assertThat(host.path("sshPorts").asText()).isEqualTo("32000-32399");
        assertThat(host.path("aliases"))
                .extracting(JsonNode::asText)
                .containsExactly(RunningStack.FIRST_ALIAS, RunningStack.SECOND_ALIAS);
        assertThat(host.path("engineVersion").asText()).isEqualTo(stack.docker("version", "-f", "{{.Server.Version}}"));
        assertThat(host.path("use").path("ports").asInt())
                .isEqualTo(before.path("ports").asInt() + 1);
        assertThat(host.path("use").path("running").asInt())
                .isEqualTo(before.path("running").asInt() + 1);
        assertThat(host.path("findings").findValuesAsText("check"))
                .contains(
                        "engine",
                        "runtime",
                        "user-namespaces",
                        "seccomp",
                        "apparmor",
                        "live-restore",
                        "log-driver",
                        "limits",
                        "storage-driver",
                        "home-quotas",
                        "disk-quotas",
                        "free-disk",
                        "reserved-ports",
                        "kernel-limits",
                        "firewall",
                        "clock");
        assertThat(host.path("findings"))
                .filteredOn(finding -> !finding.path("level").asText().equals("ok"))
                .allMatch(finding -> finding.has("remedy"));
        Eventually.that(
                "the clock is ok",
                () -> finding(admin.get(T1).expectDone(), "clock")
                        .path("level")
                        .asText()
                        .equals("ok"));
        String options = stack.docker("info", "-f", "{{.SecurityOptions}} {{.LiveRestoreEnabled}}");
        assertThat(finding(host, "user-namespaces").path("level").asText().equals("ok"))
                .isEqualTo(options.contains("userns"));
        assertThat(finding(host, "live-restore").path("level").asText().equals("ok"))
                .isEqualTo(options.endsWith("true"));
    }

    @Test
    void cordonedHostRejectsCreatesAndKeepsItsContainers() {
        TestUser alice = TestUser.joins("alice");
        JsonNode web = alice.creates("web");

        admin.post(T1 + "/cordon", Map.of("reason", "new disks"), Duration.ZERO).expectDone();

        Answer refused = alice.triesToCreate("db", Map.of());
        assertThat(refused.isProblem("no-host")).isTrue();
        assertThat(refused.body().path("detail").asText()).contains("t1", "new disks", "your home directories");
        Eventually.that("the host is cordoned", () -> status().equals("cordoned"));
        assertThat(admin.get(T1).expectDone().path("reason").asText()).isEqualTo("new disks");
        assertThat(alice.ssh(web, "root", "echo on")).isEqualTo("on");
        alice.doneTo("stop", "web");
        assertThat(alice.doneTo("start", "web").path("state").asText()).isEqualTo("running");
        admin.post(T1 + "/uncordon", Duration.ZERO).expectDone();
        alice.creates("db");
    }

    @Test
    void drainWarnsUsersAndStopsRunningContainers() {
        TestUser alice = TestUser.joins("alice");
        alice.creates("web");
        alice.creates("db");
        alice.doneTo("stop", "db");
        Instant at = Instant.now().plusSeconds(20);

        admin.post(T1 + "/drain", Map.of("at", at.toString(), "reason", "new disks"), Duration.ZERO)
                .expectDone();

        Eventually.that("the host is draining", () -> status().equals("draining"));
        Eventually.that(
                "the user is warned",
                () -> alice.client()
                        .get("/v1/me")
                        .expectDone()
                        .path("warnings")
                        .toString()
                        .contains("t1"));
        assertThat(alice.client()
                        .get("/v1/me")
                        .expectDone()
                        .path("warnings")
                        .path(0)
                        .asText())
                .contains("new disks", "web", "db");
        assertThat(alice.triesToCreate("more", Map.of()).isProblem("no-host")).isTrue();
        assertThat(alice.show("web").path("state").asText()).isEqualTo("running");
        Eventually.that(
                "the running container is stopped",
                () -> alice.show("web").path("state").asText().equals("stopped"));
        assertThat(Instant.now()).isAfter(at);
        assertThat(alice.does("start", "web").isProblem("no-host")).isTrue();
        Eventually.that("the host is drained", () -> status().equals("drained"));
        admin.post(T1 + "/uncordon", Duration.ZERO).expectDone();
        assertThat(alice.doneTo("start", "web").path("state").asText()).isEqualTo("running");
    }

    @Test
    void workerOfAnotherInstallationIsRefused() {
        TestUser alice = TestUser.joins("alice");
        try (SecondWorker worker = SecondWorker.ofAnotherInstallation(stack, "another")) {
            Eventually.that(
                    "it reports the reason",
                    () -> worker.readiness().contains("this worker belongs to the installation another"));
            admin.post(T1 + "/cordon", Map.of(), Duration.ZERO).expectDone();

            assertThat(alice.triesToCreate("web", Map.of()).isProblem("no-host"))
                    .isTrue();

            assertThat(admin.get("/v1/hosts").expectDone().path("items").findValuesAsText("name"))
                    .containsExactly("t1");
        } finally {
            new EngineCleanUp(SecondWorker.installation(stack, "another")).remove(line -> {});
        }
    }

    @Test
    void removingALiveHostIsRejected() {
        assertThat(admin.delete(T1, Duration.ZERO).isProblem("host-alive")).isTrue();
        assertThat(admin.delete("/v1/hosts/nowhere", Duration.ZERO).isProblem("unknown-host"))
                .isTrue();
        assertThat(admin.get("/v1/hosts/nowhere").isProblem("unknown-host")).isTrue();
        Answer past = admin.post(T1 + "/drain", Map.of("at", "2020-01-01T00:00:00Z"), Duration.ZERO);
        assertThat(past.isProblem("bad-input")).isTrue();
        assertThat(past.body().path("detail").asText())
                .contains("A future time", "'2020-01-01T00:00:00Z', which is past");
    }

    @Test
    void containersOfARemovedHostAreLostAndRecreatedOnAnother() {
        TestUser alice = TestUser.joins("alice");
        TestUser bob = TestUser.joins("bob");
        Path data = stack.installation().data("host-2");
        try (PrivateEngine engine =
                        new PrivateEngine(stack.installation(), "engine-2", "dcm-test1", "10.212.0.1/24", true);
                SecondWorker worker = SecondWorker.ofHostT2(stack, engine, data)) {
            Eventually.that(
                    "the host has registered", () -> admin.get("/v1/hosts/t2").status() == 200);
            admin.post(T1 + "/cordon", Map.of(), Duration.ZERO).expectDone();
            JsonNode web = alice.creates("web", Map.of("ports", List.of(8901), "labels", Map.of("user.course", "os")));
            alice.creates("other");
            bob.creates("web");
            assertThat(web.path("host").asText()).isEqualTo("t2");
            alice.client()
                    .post("/v1/images", Map.of("container", "web", "name", "mine"), TestUser.TIMEOUT)
                    .expectDone();
            worker.kill();
            admin.delete("/v1/users/" + bob.name(), Duration.ZERO).expectDone();
            // The machine is removed with its data.
            ShellRunner.run("sh", "-c", "docker -H '%1$s' rm -f $(docker -H '%1$s' ps -aq)".formatted(engine.host()));
        }
        admin.post(T1 + "/uncordon", Duration.ZERO).expectDone();

        Eventually.that(
                "the host is silent",
                () -> admin.get("/v1/hosts/t2")
                        .expectDone()
                        .path("status")
                        .asText()
                        .equals("unreachable"));
        assertThat(admin.get("/v1/users/" + bob.name())
                        .expectDone()
                        .path("removal")
                        .toString())
                .contains("t2");
        Eventually.that(
                "the host is removed",
                () -> admin.delete("/v1/hosts/t2", Duration.ZERO).status() == 204);

        Eventually.that(
                "the user's containers are lost",
                () -> alice.containers().findValuesAsText("state").equals(List.of("lost", "lost")));
        assertThat(alice.client().get("/v1/images").expectDone().toString()).doesNotContain("mine");
        assertThat(alice.does("start", "web").isProblem("wrong-state")).isTrue();
        alice.client().delete("/v1/containers/other", TestUser.TIMEOUT).expectDone();
        JsonNode recreated = alice.does("recreate", "web").expectDone();
        assertThat(recreated.path("notice").asText()).contains("The host of your home directories was removed");
        JsonNode again = alice.show("web", recreated.path("sequence").asLong());
        assertThat(again.path("host").asText()).isEqualTo("t1");
        assertThat(again.path("state").asText()).isEqualTo("running");
        assertThat(again.path("ports").findValuesAsText("port")).containsExactly("8901");
        assertThat(again.path("labels").path("user.course").asText()).isEqualTo("os");
        assertThat(alice.does("recreate", "web").isProblem("wrong-state")).isTrue();
        Eventually.that(
                "the other user's account is removed",
                () -> admin.get("/v1/users/" + bob.name())
                        .body()
                        .path("removal")
                        .has("endedAt"));
        assertThat(admin.get("/v1/hosts").expectDone().path("items").findValuesAsText("name"))
                .containsExactly("t1");
    }

    private String status() {
        return admin.get(T1).expectDone().path("status").asText();
    }

    private static JsonNode finding(JsonNode host, String check) {
        return host.path("findings")
                .valueStream()
                .filter(finding -> finding.path("check").asText().equals(check))
                .findFirst()
                .orElseThrow();
    }
}
