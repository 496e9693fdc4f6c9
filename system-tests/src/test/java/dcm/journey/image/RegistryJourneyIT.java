package dcm.journey.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.journey.support.Eventually;
import dcm.journey.support.RunningStack;
import dcm.journey.support.ServerProcess;
import dcm.journey.support.ShellRunner;
import dcm.journey.support.ShellRunner.Result;
import dcm.journey.support.SshClientSession;
import dcm.journey.support.TestUser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Pushing images to a registry and pulling them, with Debian's docker-registry, which requires a password. */
@Tag("operations")
class RegistryJourneyIT {
    private static final Path PROGRAM = Path.of("/usr/bin/docker-registry");
    private static final String PASSWORD = "zq-registry-password";
    private static final String BASIC = "cHJvZjp6cS1yZWdpc3RyeS1wYXNzd29yZA=="; // prof:PASSWORD

    private final RunningStack stack = RunningStack.get();
    private final TestUser alice = TestUser.joins("alice");
    private final TestUser bob = TestUser.joins("bob");
    private Process server;
    private String registry;
    private Path password;
    private Path wrong;

    @BeforeEach
    void startRegistry() throws IOException {
        assertThat(PROGRAM).as("Debian's package docker-registry").exists();
        Path directory = Files.createTempDirectory(stack.temporaryFiles(), "registry");
        password = Files.writeString(directory.resolve("password"), PASSWORD + "\n");
        wrong = Files.writeString(directory.resolve("wrong"), "zq-wrong-password\n");
        ShellRunner.run("htpasswd", "-Bbc", directory.resolve("htpasswd").toString(), "prof", PASSWORD);
        int port = ServerProcess.freePort();
        registry = "127.0.0.1:" + port;
        Path config = Files.writeString(
                directory.resolve("config.yml"),
                "version: 0.1\nlog: {level: error}\nstorage: {filesystem: {rootdirectory: " + directory
                        + "/data}}\nhttp: {addr: '" + registry + "'}\nauth: {htpasswd: {realm: lab, path: " + directory
                        + "/htpasswd}}\n");
        server = new ProcessBuilder(PROGRAM.toString(), "serve", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        Eventually.that("the registry answers", () -> {
            try (Socket connected = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return connected.isConnected();
            }
        });
    }

    @AfterEach
    void stopRegistry() {
        if (server != null) {
            ServerProcess.end(server);
        }
    }

    @Test
    void pushedImageIsPulledByAnotherUserWhileTheRegistryIsPermitted() throws IOException {
        JsonNode web = alice.creates("web");
        alice.ssh(web, "root", "echo from alice > /opt/tool; head -c 25M /dev/urandom > /opt/large");
        alice.client()
                .post("/v1/images", Map.of("container", "web", "name", "tools", "tag", "1"), TestUser.TIMEOUT)
                .expectDone();
        String reference = registry + "/lab/tools:1";
        String push = "image push tools:1 " + reference + " -u prof --password-stdin";
        String pull = "image pull " + reference + " mine:1 -u prof --password-stdin";

        assertThat(fails(alice, push, password)).contains("You may not push images to the registry '" + registry + "'");
        assertThat(ShellRunner.run(stack.launcher("registry", "permit", registry, "--plain-http")))
                .contains("is permitted");
        assertThat(fails(alice, push, wrong)).contains("denies access to 'lab/tools' with these credentials");
        String pushed = succeeds(alice, push, password);
        assertThat(fails(bob, pull, wrong)).contains("with these credentials");
        assertThat(fails(bob, pull.replace("tools:1", "nothing:1"), password))
                .contains("does not know 'lab/nothing:1'");
        limitImages(20);
        assertThat(fails(bob, pull, password)).contains("of 20 MiB image storage; this would add 26 MiB");
        limitImages(100);
        String pulled = succeeds(bob, pull, password);

        assertThat(pushed.lines().toList().getLast()).matches("sha256:[0-9a-f]{64}");
        assertThat(pulled).endsWith("mine:1");
        assertThat(succeeds(bob, "registry ls", password)).contains(registry);
        JsonNode user = bob.creates("user", Map.of("image", "mine:1"));
        assertThat(bob.ssh(user, "root", "cat /opt/tool")).isEqualTo("from alice");
        assertThat(bob.client()
                        .get("/v1/me/quota")
                        .expectDone()
                        .path("images")
                        .path("used")
                        .asInt())
                .isEqualTo(1);

        assertNoPassword();

        ShellRunner.run(stack.launcher("registry", "forbid", registry));
        assertThat(fails(bob, pull.replace("mine:1", "late:1"), password)).contains("You may not pull images from");
        assertThat(fails(alice, push, password)).contains("You may not push images to");
        assertThat(bob.client().get("/v1/images").expectDone().path("items").findValuesAsText("ref"))
                .contains("mine:1")
                .doesNotContain("late:1");
    }

    private void limitImages(int mib) {
        stack.people()
                .administrator()
                .put("/v1/users/" + bob.name() + "/quota", Map.of("imageMiB", mib))
                .expectDone();
    }

    /** The password is neither in Kafka's files, the services' state or their logs, nor in a command line. */
    private void assertNoPassword() {
        String home = stack.installation().home().toString();
        for (String text : List.of(PASSWORD, "zq-wrong-password", BASIC)) {
            assertThat(ShellRunner.attempt(List.of("grep", "-rslaF", text, home + "/data/kafka", home + "/logs"))
                            .output())
                    .as(text)
                    .isEmpty();
        }
        assertThat(ProcessHandle.allProcesses()
                        .map(ProcessHandle::info)
                        .flatMap(process -> process.commandLine().stream())
                        .collect(Collectors.joining("\n")))
                .doesNotContain(PASSWORD);
        // The view of alice's and bob's intents is in PostgreSQL; the audit log has all of them.
        assertThat(Eventually.value(
                        "the audit log has the images",
                        () -> stack.people()
                                .administrator()
                                .get("/v1/audit")
                                .expectDone()
                                .toString(),
                        audit -> audit.contains(registry)))
                .doesNotContain(PASSWORD);
    }

    private static String succeeds(TestUser user, String command, Path input) {
        Result result = gateway(user, command, input);
        assertThat(result.code()).as(result.output()).isZero();
        return result.output();
    }

    private static String fails(TestUser user, String command, Path input) {
        Result result = gateway(user, command, input);
        assertThat(result.code()).as(result.output()).isNotZero();
        return result.output();
    }

    private static Result gateway(TestUser user, String command, Path input) {
        return ShellRunner.attempt(List.of(
                "bash",
                "-c",
                "ssh -F " + SshClientSession.of(user).config() + " gateway \"" + command + "\" < " + input));
    }
}
