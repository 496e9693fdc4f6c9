package dcm.journey.container;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.journey.support.Eventually;
import dcm.journey.support.RunningStack;
import dcm.journey.support.SecondWorker;
import dcm.journey.support.ShellRunner;
import dcm.journey.support.TestUser;
import dcm.stack.api.StackApiClient;
import dcm.stack.api.StackApiClient.Answer;
import dcm.stack.engine.PrivateEngine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Disk quotas on a host with btrfs, which enforces them, and on a host where admission does. */
class DiskQuotaJourneyIT {
    private static final String FULL = "Disk quota exceeded";
    /** The worker first measures the homes of all users of earlier tests, one after the other. */
    private static final Duration MEASURED = Duration.ofMinutes(3);

    private final RunningStack stack = RunningStack.get();
    private final StackApiClient admin = stack.people().administrator();

    @Test
    void writesAboveTheQuotaFailOnBtrfs() {
        TestUser alice = TestUser.joins("alice");
        TestUser bob = TestUser.joins("bob");
        grantSmallDisk(alice);
        Path data = stack.installation().data("engine-3");
        try (BtrfsDisk _ = new BtrfsDisk(data)) {
            try (PrivateEngine engine = new PrivateEngine(
                            stack.installation(), "engine-3", "dcm-test2", "10.215.0.1/24", true, "btrfs");
                    SecondWorker worker = SecondWorker.ofHostT2(stack, engine, data)) {
                Eventually.that(
                        "the host has registered",
                        () -> admin.get("/v1/hosts/t2").status() == 200);
                admin.post("/v1/hosts/t1/cordon", Map.of(), Duration.ZERO).expectDone();
                assertThat(findings()).contains("home-quotas ok", "disk-quotas ok");

                checkHomesAreLimited(alice, bob);
                checkContainersAreLimited(alice, engine);
                checkHomesAreRemoved(alice, data);

                worker.kill();
                ShellRunner.run(
                        "sh", "-c", "docker -H '%1$s' rm -f $(docker -H '%1$s' ps -aq)".formatted(engine.host()));
            } finally {
                admin.post("/v1/hosts/t1/uncordon", Map.of(), Duration.ZERO);
            }
        }
        Eventually.that(
                "the host is removed",
                () -> admin.delete("/v1/hosts/t2", Duration.ZERO).status() == 204);
        retireSmallDisk(alice);
    }

    private void checkHomesAreLimited(TestUser alice, TestUser bob) {
        limitHomes(alice, 60);
        JsonNode web = alice.creates("web");
        assertThat(web.path("host").asText()).isEqualTo("t2");

        assertThat(fill(alice, web, "/root/large", 100)).contains(FULL);
        assertThat(fill(alice, web, "/home/" + alice.name() + "/large", 1)).contains(FULL);
        assertThat(fill(bob, bob.creates("web"), "/root/large", 100)).isEmpty();

        Eventually.that(
                "the filesystem enforces the limit",
                () -> homes(alice).path("keptBy").asText().equals("filesystem"));
        Eventually.that(
                "the homes are measured", () -> homes(alice).path("used").asInt() >= 59);
        Eventually.that(
                "the user is warned",
                () -> alice.client()
                        .get("/v1/me")
                        .expectDone()
                        .path("warnings")
                        .toString()
                        .contains("of 60 MiB. At the limit you cannot write files"));
        alice.creates("db");
        limitHomes(alice, 200);
        Eventually.that(
                "the higher limit applies",
                () -> fill(alice, web, "/root/large", 100).isEmpty());
    }

    private void checkContainersAreLimited(TestUser alice, PrivateEngine engine) {
        JsonNode small = alice.creates("small", Map.of("preset", smallDisk(alice)));

        assertThat(small.path("diskMiB").asInt()).isEqualTo(64);
        assertThat(fill(alice, small, "/opt/large", 100)).contains(FULL);
        assertThat(fill(alice, alice.show("web"), "/opt/large", 100)).isEmpty();
        assertThat(alice.ssh(small, "root", "rm /opt/large; echo on")).isEqualTo("on");
        assertThat(ShellRunner.run(
                        "docker",
                        "-H",
                        engine.host(),
                        "inspect",
                        "-f",
                        "{{.HostConfig.StorageOpt.size}}",
                        "dcm-" + stack.installation().id() + "-"
                                + small.path("id").asText()))
                .isEqualTo(Long.toString(64L << 20));
    }

    private void checkHomesAreRemoved(TestUser alice, Path data) {
        assertThat(data.resolve("homes/" + alice.name())).exists();
        admin.delete("/v1/users/" + alice.name() + "?images=remove", Duration.ZERO)
                .expectDone();
        Eventually.that(
                "the user's homes are removed",
                () -> !data.resolve("homes/" + alice.name()).toFile().exists());
    }

    @Test
    void createIsRejectedWhileAContainerExceedsItsMeasuredDiskLimit() {
        TestUser alice = TestUser.joins("alice");
        grantSmallDisk(alice);
        JsonNode small = alice.creates("small", Map.of("preset", smallDisk(alice)));
        assertThat(fill(alice, small, "/opt/large", 100)).isEmpty();

        Eventually.that(
                "the container's disk usage is measured",
                MEASURED,
                () -> alice.show("small").path("diskUsedMiB").asInt() >= 100);
        assertThat(alice.client().get("/v1/me").expectDone().path("warnings").toString())
                .contains("'small' uses", "of 64 MiB outside of your home directories");
        Answer refused = alice.triesToCreate("more", Map.of());
        assertThat(refused.isProblem("quota-exceeded")).isTrue();
        assertThat(refused.body().path("detail").asText()).contains("small", "its limit is 64 MiB");

        alice.ssh(small, "root", "rm /opt/large");
        Eventually.that(
                "the disk usage is below the limit again",
                MEASURED,
                () -> alice.show("small").path("diskUsedMiB").asInt() < 64);
        alice.creates("more");
        retireSmallDisk(alice);
    }

    /** The error message of a write of this size; empty if it succeeds. */
    private static String fill(TestUser person, JsonNode container, String file, int mebibytes) {
        return person.ssh(
                container,
                "root",
                "dd if=/dev/zero of=%s bs=1M count=%d conv=fsync status=none 2>&1 || true".formatted(file, mebibytes));
    }

    private List<String> findings() {
        return admin.get("/v1/hosts/t2")
                .expectDone()
                .path("findings")
                .valueStream()
                .map(finding -> finding.path("check").asText() + " "
                        + finding.path("level").asText())
                .toList();
    }

    private void limitHomes(TestUser person, int mebibytes) {
        admin.put("/v1/users/" + person.name() + "/quota", Map.of("homeMiB", mebibytes))
                .expectDone();
    }

    private static JsonNode homes(TestUser person) {
        return person.client().get("/v1/me/quota").expectDone().path("homeMiB");
    }

    private void grantSmallDisk(TestUser person) {
        admin.put("/v1/catalog/presets/" + smallDisk(person), Map.of("options", Map.of("diskMiB", 64)))
                .expectDone();
        admin.put("/v1/users/" + person.name() + "/grants/" + smallDisk(person), Map.of())
                .expectDone();
    }

    /** A separate preset for each user, because other journeys read all presets that are not retired. */
    private static String smallDisk(TestUser person) {
        return "small-disk-" + person.name();
    }

    private void retireSmallDisk(TestUser person) {
        admin.delete("/v1/catalog/presets/" + smallDisk(person), Duration.ZERO).expectDone();
    }
}
