package dcm.journey.account;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.journey.support.Eventually;
import dcm.journey.support.RunningStack;
import dcm.journey.support.ShellRunner;
import dcm.journey.support.TestUser;
import dcm.stack.api.StackApiClient;
import dcm.stack.api.StackApiClient.Answer;
import dcm.stack.installation.StackPort;
import io.restassured.http.ContentType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Options that administrators prepare and grant to some users. */
class PresetsJourneyIT {
    private static final String NUMBER_CRUNCHING = "number-crunching";

    private static RunningStack stack;
    private static StackApiClient admin;
    private static Path data;

    @BeforeAll
    static void prepare() throws IOException {
        stack = RunningStack.get();
        admin = stack.people().administrator();
        data = Files.createTempDirectory(Path.of("/srv"), "dcm-journey");
        Files.writeString(data.resolve("genome"), "ACGT");
        ShellRunner.run("chmod", "-R", "a+rX", data.toString());
        admin.put(
                        preset(NUMBER_CRUNCHING),
                        Map.of(
                                "description",
                                "Much memory, and the reference data",
                                "options",
                                Map.of(
                                        "cpus",
                                        2,
                                        "memoryMiB",
                                        20_000,
                                        "mounts",
                                        List.of(Map.of("source", data.toString(), "target", "/data")),
                                        "ulimits",
                                        Map.of("memlock", Map.of("soft", 1_048_576)))))
                .expectDone();
    }

    @AfterAll
    static void cleanUp() {
        ShellRunner.run("rm", "-r", data.toString());
    }

    @Test
    void grantedPresetIsUsedBeyondTheQuota() {
        TestUser alice = TestUser.joins("alice");
        Instant until = Instant.now().plus(Duration.ofHours(1));

        assertThat(alice.triesToCreate("big", Map.of("preset", NUMBER_CRUNCHING))
                        .isProblem("preset-not-granted"))
                .isTrue();
        admin.put(grant(alice, NUMBER_CRUNCHING), Map.of("until", until.toString(), "note", "for a thesis"))
                .expectDone();
        JsonNode made = createsWith(alice, "big", NUMBER_CRUNCHING);

        assertThat(made.path("cpus").asInt()).isEqualTo(2);
        assertThat(made.path("memoryMiB").asInt()).as("the quota has 16,384").isEqualTo(20_000);
        assertThat(made.path("preset").path("name").asText()).isEqualTo(NUMBER_CRUNCHING);
        assertThat(inspect(made, "{{.HostConfig.NanoCpus}} {{.HostConfig.Memory}}"))
                .isEqualTo("2000000000 " + 20_000L * 1024 * 1024);
        assertThat(alice.ssh(made, "root", "cat /data/genome; echo; ulimit -l")).isEqualTo("ACGT\n1024");
        assertThat(alice.trySsh(made, "root", "rm /data/genome").code()).isNotZero();
        JsonNode mine = alice.client().get("/v1/presets").expectDone().path("items");
        assertThat(mine).singleElement().satisfies(preset -> {
            assertThat(preset.path("name").asText()).isEqualTo(NUMBER_CRUNCHING);
            assertThat(preset.path("description").asText()).contains("reference data");
            assertThat(Instant.parse(preset.path("until").asText())).isEqualTo(until);
        });
    }

    @Test
    void createThatOverridesAPresetOrNamesTwoIsRejected() {
        TestUser alice = TestUser.joins("alice");
        admin.put(grant(alice, NUMBER_CRUNCHING), Map.of()).expectDone();

        Answer changed = alice.client()
                .post(
                        "/v1/containers",
                        Map.of("image", "debian-ssh", "preset", NUMBER_CRUNCHING, "cpus", 1),
                        TestUser.TIMEOUT);
        Answer combined = alice.triesToCreate("both", Map.of("preset", List.of(NUMBER_CRUNCHING, "other")));

        assertThat(changed.isProblem("preset-fixed")).isTrue();
        assertThat(changed.body().path("detail").asText()).contains("2 CPUs");
        assertThat(combined.status()).isEqualTo(400);
        assertThat(alice.containers()).isEmpty();
    }

    @Test
    void createWithAPresetIgnoresUntilLaunched() {
        TestUser alice = TestUser.joins("alice");
        admin.put(grant(alice, NUMBER_CRUNCHING), Map.of()).expectDone();

        given().baseUri(stack.installation().url(StackPort.API_GATEWAY))
                .auth()
                .oauth2(alice.token())
                .contentType(ContentType.JSON)
                .header("Prefer", "wait=60, until=launched")
                .body(Map.of("image", "debian-ssh", "preset", NUMBER_CRUNCHING))
                .post("/v1/containers")
                .then()
                .statusCode(201)
                .header("Preference-Applied", "wait=60");
    }

    @Test
    void revokedGrantKeepsContainersRunningAndRejectsStarts() {
        TestUser alice = TestUser.joins("alice");
        admin.put(grant(alice, NUMBER_CRUNCHING), Map.of()).expectDone();
        JsonNode made = createsWith(alice, "big", NUMBER_CRUNCHING);

        admin.delete(grant(alice, NUMBER_CRUNCHING), Duration.ZERO).expectDone();

        awaitNoPreset(alice);
        assertThat(alice.triesToCreate("more", Map.of("preset", NUMBER_CRUNCHING))
                        .isProblem("preset-not-granted"))
                .isTrue();
        assertThat(alice.does("restart", "big").isProblem("preset-not-granted")).isTrue();
        assertThat(alice.ssh(made, "root", "cat /data/genome")).isEqualTo("ACGT");
        alice.doneTo("stop", "big");
        assertThat(alice.does("start", "big").isProblem("preset-not-granted")).isTrue();
        assertThat(admin.delete(grant(alice, NUMBER_CRUNCHING), Duration.ZERO).status())
                .isEqualTo(404);
    }

    @Test
    void grantExpiresAndInvalidExpiryDatesAreRejected() {
        TestUser alice = TestUser.joins("alice");
        Instant until = Instant.now().plusSeconds(10);
        admin.put(grant(alice, NUMBER_CRUNCHING), Map.of("until", until.toString()))
                .expectDone();

        Eventually.that("the grant has ended", () -> Instant.now().isAfter(until));

        assertThat(alice.triesToCreate("late", Map.of("preset", NUMBER_CRUNCHING))
                        .isProblem("preset-not-granted"))
                .isTrue();
        awaitNoPreset(alice);
        assertThat(admin.put(grant(alice, NUMBER_CRUNCHING), Map.of("until", until.toString()))
                        .isProblem("bad-input"))
                .isTrue();
        for (Object end : List.of("tomorrow", "2027-02-30", 1_900_000_000L, "9999-01-01T00:00:00Z")) {
            assertThat(admin.put(grant(alice, NUMBER_CRUNCHING), Map.of("until", end))
                            .isProblem("bad-input"))
                    .as("%s", end)
                    .isTrue();
        }
        assertThat(admin.put("/v1/users/nobody-here/grants/" + NUMBER_CRUNCHING, Map.of())
                        .isProblem("not-found"))
                .isTrue();
    }

    @Test
    void changedPresetAppliesOnlyToNewContainers() {
        TestUser alice = TestUser.joins("alice");
        define("shm", Map.of("shmSizeMiB", 16)).expectDone();
        admin.put(grant(alice, "shm"), Map.of()).expectDone();
        JsonNode before = createsWith(alice, "before", "shm");

        JsonNode changed = define("shm", Map.of("shmSizeMiB", 32)).expectDone();
        JsonNode after = createsWith(alice, "after", "shm");
        Answer same = define("shm", Map.of("shmSizeMiB", 32));

        assertThat(changed.path("version").asInt()).isEqualTo(2);
        assertThat(same.expectDone().path("version").asInt()).isEqualTo(2);
        assertThat(before.path("preset").path("version").asInt()).isEqualTo(1);
        assertThat(after.path("preset").path("version").asInt()).isEqualTo(2);
        String size = "df --output=size -k /dev/shm | tail -1 | tr -d ' '";
        assertThat(alice.ssh(after, "root", size)).isEqualTo("32768");
        assertThat(alice.ssh(alice.doneTo("restart", "before"), "root", size)).isEqualTo("16384");
    }

    @Test
    void retiredPresetIsRejectedAndItsNameStaysTaken() {
        TestUser alice = TestUser.joins("alice");
        define("old", Map.of("init", true)).expectDone();
        admin.put(grant(alice, "old"), Map.of()).expectDone();
        createsWith(alice, "kept", "old");

        JsonNode retired = admin.delete(preset("old"), Duration.ZERO).expectDone();

        assertThat(retired.path("retired").asBoolean()).isTrue();
        assertThat(alice.triesToCreate("more", Map.of("preset", "old")).isProblem("preset-not-granted"))
                .isTrue();
        awaitNoPreset(alice);
        assertThat(alice.doneTo("restart", "kept").path("state").asText()).isEqualTo("running");
        assertThat(define("old", Map.of("init", true)).isProblem("name-taken")).isTrue();
        assertThat(admin.put(grant(alice, "old"), Map.of()).isProblem("unknown-preset"))
                .isTrue();
    }

    @Test
    void presetWithUnsupportedOptionsIsRejected() {
        Answer privileged = define("all-of-it", Map.of("privileged", true));
        Answer socket = define(
                "socket", Map.of("mounts", List.of(Map.of("source", "/var/run/docker.sock", "target", "/docker"))));
        Answer capability = define("modules", Map.of("capabilities", List.of("SYS_MODULE")));
        Answer nothing = define("nothing", Map.of());

        assertThat(privileged.status()).isEqualTo(400);
        assertThat(privileged.body().path("detail").asText())
                .contains("'privileged'", "capabilities", "devices", "shmSizeMiB");
        assertThat(socket.status()).isEqualTo(400);
        assertThat(socket.body().path("detail").asText()).contains("/var/run/docker.sock");
        assertThat(capability.status()).isEqualTo(400);
        assertThat(capability.body().path("detail").asText()).contains("capabilities", "SYS_ADMIN");
        assertThat(nothing.status()).isEqualTo(400);
        assertThat(admin.get(preset("all-of-it")).isProblem("unknown-preset")).isTrue();
    }

    @Test
    void unavailablePresetDeviceIsReportedWithDockerError() {
        TestUser alice = TestUser.joins("alice");
        define("imaginary", Map.of("devices", List.of(Map.of("path", "/dev/imaginary"))))
                .expectDone();
        admin.put(grant(alice, "imaginary"), Map.of()).expectDone();

        Answer failed = alice.triesToCreate("hopeful", Map.of("preset", "imaginary"));

        assertThat(failed.isProblem("preset-unavailable")).isTrue();
        assertThat(failed.body().path("detail").asText()).contains("'imaginary'", "t1", "/dev/imaginary");
        assertThat(alice.containers()).isEmpty();
        assertThat(alice.creates("plain").path("state").asText()).isEqualTo("running");
    }

    @Test
    void presetThatMountsHomesIsRejectedOnCreate() {
        TestUser alice = TestUser.joins("alice");
        define(
                        "homes",
                        Map.of(
                                "mounts",
                                List.of(Map.of(
                                        "source",
                                        stack.installation().data("storage").toString(),
                                        "target",
                                        "/all"))))
                .expectDone();
        admin.put(grant(alice, "homes"), Map.of()).expectDone();

        Answer refused = alice.triesToCreate("curious", Map.of("preset", "homes"));

        assertThat(refused.isProblem("preset-unavailable")).isTrue();
        assertThat(refused.body().path("detail").asText()).contains("a directory that DCM or other owners use");
    }

    @Test
    void presetThatMountsSecretsOrALinkIsRejectedOnCreate() throws IOException {
        TestUser alice = TestUser.joins("alice");
        Path link = Files.createSymbolicLink(data.resolveSibling(data.getFileName() + "-link"), Path.of("/etc"));
        define(
                        "secrets",
                        Map.of(
                                "mounts",
                                List.of(mount(stack.installation().home().resolve("secrets")))))
                .expectDone();
        define("linked", Map.of("mounts", List.of(mount(link)))).expectDone();

        for (String preset : List.of("secrets", "linked")) {
            admin.put(grant(alice, preset), Map.of()).expectDone();
            assertThat(alice.triesToCreate("curious", Map.of("preset", preset)).isProblem("preset-unavailable"))
                    .as(preset)
                    .isTrue();
        }
        Files.delete(link);
        assertThat(alice.containers()).isEmpty();
    }

    @Test
    void mountBelowAWritableMountIsRejected() throws IOException {
        Path shared = Files.createDirectory(data.resolveSibling(data.getFileName() + "-shared"));
        Path inside = Files.createDirectory(shared.resolve("inside"));
        Map<String, Object> writable = new HashMap<>(mount(shared));
        writable.put("readOnly", false);
        define("shared", Map.of("mounts", List.of(writable))).expectDone();

        Answer nested = define("nested", Map.of("mounts", List.of(mount(inside))));

        assertThat(nested.isProblem("preset-conflict")).isTrue();
        assertThat(nested.body().path("detail").asText()).contains(inside + " is inside " + shared);
        ShellRunner.run("rm", "-r", shared.toString());
    }

    private static Map<String, Object> mount(Path source) {
        return Map.of("source", source.toString(), "target", "/data");
    }

    @Test
    void presetsAndGrantsAreForbiddenForOrdinaryUsers() {
        TestUser alice = TestUser.joins("alice");
        StackApiClient client = alice.client();

        assertThat(client.put(preset("mine"), Map.of("options", Map.of("init", true)))
                        .isProblem("forbidden"))
                .isTrue();
        assertThat(client.put(grant(alice, NUMBER_CRUNCHING), Map.of()).isProblem("forbidden"))
                .isTrue();
        assertThat(client.get("/v1/catalog/presets").isProblem("forbidden")).isTrue();
        assertThat(client.delete(preset(NUMBER_CRUNCHING), Duration.ZERO).isProblem("forbidden"))
                .isTrue();
    }

    @Test
    void administratorsSeeTheGrantsOfPresetsAndAccounts() {
        TestUser alice = TestUser.joins("alice");
        define("seen", Map.of("init", true)).expectDone();
        admin.put(grant(alice, "seen"), Map.of("note", "to try")).expectDone();

        Eventually.that(
                "the preset shows the account's grant",
                () -> admin.get(preset("seen"))
                        .expectDone()
                        .path("grantedTo")
                        .path(0)
                        .path("account")
                        .asText()
                        .equals(alice.name()));

        JsonNode grants =
                admin.get("/v1/users/" + alice.name() + "/grants").expectDone().path("items");
        assertThat(grants).singleElement().satisfies(grant -> {
            assertThat(grant.path("preset").asText()).isEqualTo("seen");
            assertThat(grant.path("note").asText()).isEqualTo("to try");
            assertThat(grant.path("grantedBy").asText()).isEqualTo("account/admin");
        });
    }

    private static Answer define(String name, Map<String, ?> options) {
        return admin.put(preset(name), Map.of("description", name, "options", options));
    }

    /** Accounts and presets are in different topics, which are not read in their common order. */
    private static void awaitNoPreset(TestUser person) {
        Eventually.that(
                "the user has no preset",
                () -> person.client()
                        .get("/v1/presets")
                        .expectDone()
                        .path("items")
                        .isEmpty());
    }

    /** Creates a container with no options but the preset. */
    private static JsonNode createsWith(TestUser person, String container, String preset) {
        JsonNode made = person.client()
                .post(
                        "/v1/containers",
                        Map.of("image", "debian-ssh", "name", container, "preset", preset),
                        TestUser.TIMEOUT)
                .expectDone();
        return person.show(
                made.path("container").asText(), made.path("sequence").asLong());
    }

    private static String inspect(JsonNode container, String format) {
        return stack.docker(
                "inspect", "-f", format, stack.dockerName(container.path("id").asText()));
    }

    private static String preset(String name) {
        return "/v1/catalog/presets/" + name;
    }

    private static String grant(TestUser person, String preset) {
        return "/v1/users/" + person.name() + "/grants/" + preset;
    }
}
