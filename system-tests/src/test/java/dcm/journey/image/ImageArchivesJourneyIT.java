package dcm.journey.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dcm.journey.support.RunningStack;
import dcm.journey.support.ShellRunner;
import dcm.journey.support.ShellRunner.Result;
import dcm.journey.support.SshClientSession;
import dcm.journey.support.TestUser;
import dcm.stack.installation.StackPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Taking images out of DCM and into DCM, through the SSH gateway and over REST. */
class ImageArchivesJourneyIT {
    private static final String ELSEWHERE = "elsewhere/tools:1";

    private final RunningStack stack = RunningStack.get();
    private final TestUser alice = TestUser.joins("alice");
    private final TestUser bob = TestUser.joins("bob");

    @Test
    void exportedImageIsLoadedByDockerAndImportedByAnotherUser() throws IOException {
        JsonNode web = alice.creates("web");
        alice.ssh(web, "root", "echo from alice > /opt/tool");
        alice.client()
                .post("/v1/images", Map.of("container", "web", "name", "tools", "tag", "1"), TestUser.TIMEOUT)
                .expectDone();

        String loaded = pipe(gateway(alice, "image export tools"), docker("load"));
        stack.docker("tag", "tools:1", ELSEWHERE);
        stack.docker("rmi", "tools:1");
        changeElsewhere("LABEL dcm.owner=root dcm.installation=mine lab=physics");
        String imported = pipe(docker("save " + ELSEWHERE), gateway(bob, "image import mine:1 -m 'of a friend'"));
        stack.docker("rmi", ELSEWHERE);

        assertThat(loaded).contains("Loaded image: tools:1");
        assertThat(imported).endsWith("mine:1");
        JsonNode user = bob.creates("user", Map.of("image", "mine:1"));
        assertThat(bob.ssh(user, "root", "cat /opt/tool")).isEqualTo("from alice");
        JsonNode image = bob.client().get("/v1/images/mine:1").expectDone();
        assertThat(image.path("message").asText()).isEqualTo("of a friend");
        assertThat(image.path("ownBytes").asLong()).isLessThan(10_000_000);
        assertThat(bob.client().get("/v1/images/mine/lineage").expectDone().findValuesAsText("kind"))
                .containsExactly("image", "archive");
        JsonNode labels = new ObjectMapper()
                .readTree(stack.docker(
                        "inspect",
                        "-f",
                        "{{json .Config.Labels}}",
                        image.path("digest").asText()));
        assertThat(labels.path("lab").asText()).isEqualTo("physics");
        assertThat(labels.path("dcm.owner").asText()).isEmpty();
        assertThat(labels.path("dcm.installation").asText()).isEmpty();
        assertThat(alice.client().get("/v1/images/mine:1").status()).isEqualTo(404);
        assertThat(stack.docker("images", "--format", "{{.Tag}}")).doesNotContain("loading");
    }

    @Test
    void imageThatUsersCannotLogInToAndFilesThatAreNoArchiveAreRejected() throws IOException {
        changeElsewhere("RUN rm /usr/sbin/sshd", RunningStack.BASE_IMAGE);

        String useless = pipeFails(docker("save " + ELSEWHERE), gateway(bob, "image import useless"));
        String text = pipeFails("echo no archive", gateway(bob, "image import text"));
        stack.docker("rmi", ELSEWHERE);

        assertThat(useless).contains("SSH server");
        assertThat(text).contains("The archive cannot be imported");
        assertThat(bob.client().get("/v1/images").expectDone().path("items").findValuesAsText("ref"))
                .doesNotContain("useless:latest", "text:latest");
        assertThat(quota("images")).isZero();
        assertThat(stack.docker("images", "--format", "{{.Tag}}")).doesNotContain("loading");
    }

    @Test
    void importIsDecidedBeforeTheUploadAndOnlyItsOwnerUploads() {
        String intent = bob.client()
                .post("/v1/images/imports", Map.of("name", "slow"), Duration.ZERO)
                .expectDone()
                .path("intent")
                .asText();

        assertThat(bob.client()
                        .post("/v1/images/imports", Map.of("name", "debian-ssh"), TestUser.TIMEOUT)
                        .isProblem("name-taken"))
                .isTrue();
        assertThat(bob.client()
                        .post("/v1/images/imports", Map.of("name", "slow"), TestUser.TIMEOUT)
                        .isProblem("name-taken"))
                .isTrue();
        assertThat(bob.client()
                        .post("/v1/images/imports", Map.of("name", "other"), TestUser.TIMEOUT)
                        .isProblem("wrong-state"))
                .isTrue();
        assertThat(upload(alice, intent)).contains("unknown-intent");
        assertThat(bob.client().get("/v1/images/debian-ssh/archive").status()).isEqualTo(404);
        assertThat(upload(bob, intent)).isEmpty();
        JsonNode ended = bob.intent(intent, Duration.ofSeconds(10));
        assertThat(ended.path("status").asText()).isEqualTo("failed");
        assertThat(ended.path("problem").path("code").asText()).isEqualTo("bad-input");
    }

    /** Uploads a text, and returns the answer. */
    private String upload(TestUser user, String intent) {
        return ShellRunner.run(
                "curl",
                "-s",
                "-X",
                "PUT",
                "-H",
                "Authorization: Bearer " + user.token(),
                "-H",
                "Content-Type: application/x-tar",
                "--data-binary",
                "no archive",
                stack.installation().url(StackPort.API_GATEWAY) + "/v1/uploads/" + intent);
    }

    private long quota(String resource) {
        return bob.client()
                .get("/v1/me/quota")
                .expectDone()
                .path(resource)
                .path("used")
                .asLong();
    }

    private void changeElsewhere(String instruction) throws IOException {
        changeElsewhere(instruction, ELSEWHERE);
    }

    /** Builds an image as a user would elsewhere. */
    private void changeElsewhere(String instruction, String from) throws IOException {
        Path context = Files.createTempDirectory(stack.temporaryFiles(), "elsewhere");
        Files.writeString(context.resolve("Dockerfile"), "FROM " + from + "\n" + instruction + "\n");
        stack.docker("build", "-q", "--network", "none", "-t", ELSEWHERE, context.toString());
    }

    private String docker(String command) {
        return "docker -H " + stack.engine().host() + " " + command;
    }

    private static String gateway(TestUser user, String command) {
        return "ssh -F " + SshClientSession.of(user).config() + " gateway \"" + command + "\"";
    }

    private static String pipe(String from, String to) {
        Result result = piped(from, to);
        assertThat(result.code()).as(result.output()).isZero();
        return result.output();
    }

    private static String pipeFails(String from, String to) {
        Result result = piped(from, to);
        assertThat(result.code()).as(result.output()).isNotZero();
        return result.output();
    }

    private static Result piped(String from, String to) {
        return ShellRunner.attempt(List.of("bash", "-c", from + " | " + to));
    }
}
