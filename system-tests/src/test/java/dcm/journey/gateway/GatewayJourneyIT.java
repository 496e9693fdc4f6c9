package dcm.journey.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dcm.journey.support.Eventually;
import dcm.journey.support.RunningStack;
import dcm.journey.support.ServerProcess;
import dcm.journey.support.ShellRunner;
import dcm.journey.support.SshClientSession;
import dcm.journey.support.SshClientSession.Result;
import dcm.journey.support.SshClientSession.Terminal;
import dcm.journey.support.TestUser;
import dcm.stack.installation.StackPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Users at the SSH gateway with the OpenSSH client. */
class GatewayJourneyIT {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String UP = "\u001bOA";
    private static final String CTRL_C = "\u0003";
    private static final String CTRL_D = "\u0004";

    private final RunningStack stack = RunningStack.get();

    // ---- single commands ----

    @Test
    void containerCommandsWorkOverSsh() throws Exception {
        SshClientSession alice = SshClientSession.of(TestUser.joins("alice"));

        String[] created = alice.gets("create", "debian-ssh", "--name", "web", "--memory", "256", "-p", "28341")
                .split("\n");
        assertThat(created[0]).matches("NAME +HANDLE +PORTS +SSH");
        assertThat(created[1]).matches("web +32\\d{3} +198\\.18\\.0\\.1:28341 +ssh -p 32\\d{3} root@198\\.18\\.0\\.1");
        String handle = created[1].split(" +")[1];
        String login = created[1].substring(created[1].indexOf("ssh -p"));
        assertThat(alice.gets("show"))
                .contains(
                        "HANDLE",
                        handle,
                        "web",
                        "debian-ssh:13",
                        "running",
                        login,
                        RunningStack.FIRST_ALIAS + ":28341");
        assertThat(alice.gets("show", handle)).contains("host key", "SHA256:");
        assertThat(alice.gets("ports")).contains("28341/tcp", RunningStack.FIRST_ALIAS, "web");
        alice.gets("connect", "web", "--", "'head -c 60M /dev/zero >filled'");
        Eventually.that(
                "the quota shows the current size of the homes",
                () -> json(alice.gets("quota", "--json"))
                                .path("homeMiB")
                                .path("used")
                                .asInt()
                        >= 60);
        assertThat(alice.gets("stop", handle)).isEqualTo(handle + " web stopped");
        assertThat(alice.gets("start", "web")).isEqualTo(handle + " web running");
        assertThat(alice.gets("pause", "web")).endsWith("paused");
        assertThat(alice.gets("unpause", "--all")).endsWith("running");
        assertThat(alice.gets("restart", "web")).endsWith("running");
        assertThat(alice.gets("rename", "web", "shop")).isEqualTo(handle + " shop");
        assertThat(alice.gets("stats")).contains("shop", "MiB");
        assertThat(alice.gets("top", "shop")).contains("sshd");
        assertThat(alice.gets("history", "shop").lines())
                .anyMatch(line -> line.matches(".* container renamed +\\S+ +to shop"))
                .anyMatch(line -> line.matches(".* container paused .*"));
        assertThat(alice.gets("logs", "shop", "--tail", "50")).contains("Server listening");
        assertThat(alice.gets("commit", "shop", "mine:1", "-m", "'a note of mine'"))
                .isEqualTo("mine:1");
        assertThat(alice.gets("images")).contains("debian-ssh:13", "mine:1", "a note of mine");
        assertThat(alice.gets("lineage", "mine:1").lines())
                .hasSize(4)
                .anyMatch(line -> line.matches("image +mine:1 .*"))
                .anyMatch(line -> line.matches("container +shop .*"))
                .anyMatch(line -> line.matches("base image +debian-ssh:13 .*"));
        assertThat(json(alice.gets("create", "mine:1", "--memory", "256", "--json"))
                        .path("image")
                        .asText())
                .isEqualTo("mine:1");
        assertThat(alice.gets("stop", "--all").lines()).hasSize(2);
        assertThat(alice.gets("rm", "--all").lines()).hasSize(2);
        assertThat(alice.gets("history", "shop").lines()).anyMatch(line -> line.contains(" container removed "));
        assertThat(alice.gets("rmi", "mine:1")).isEqualTo("mine:1 removed");
        assertThat(json(alice.gets("show", "--json"))).isEmpty();
    }

    @Test
    void exitCodesDistinguishRejectedInvalidAndDoneCommands() {
        TestUser person = TestUser.joins("alice");
        SshClientSession alice = SshClientSession.of(person);
        person.creates("web");

        Result refused = alice.types("stop", "nope");
        Result halfDone = alice.types("stop", "web", "nope");
        Result misunderstood = alice.types("stop", "--now", "web");
        Result unknown = alice.types("explode");
        Result forAdministrators = alice.types("user", "ls");

        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err()).contains("You have no container 'nope'");
        assertThat(halfDone.code()).isEqualTo(1);
        assertThat(halfDone.out()).endsWith("web stopped");
        assertThat(halfDone.err()).contains("nope");
        assertThat(misunderstood.code()).isEqualTo(2);
        assertThat(misunderstood.err()).contains("Unknown option '--now'", "help stop");
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err()).contains("Unknown command 'explode'");
        assertThat(alice.types("docker", "ps").err()).contains("Did you mean 'show'?");
        assertThat(forAdministrators.code()).isEqualTo(1);
        assertThat(forAdministrators.err()).contains("administrator");
        assertThat(alice.types("rm", "web").code()).isZero();
    }

    @Test
    void rejectionWithJsonPrintsTheProblemDocument() throws Exception {
        SshClientSession alice = SshClientSession.of(TestUser.joins("alice"));

        Result refused = alice.types("stop", "nope", "--json");

        assertThat(json(refused.err()).path("code").asText()).isEqualTo("unknown-container");
    }

    @Test
    void userManagesOwnKeysAndGetsOwnToken() throws Exception {
        TestUser person = TestUser.joins("alice");
        SshClientSession alice = SshClientSession.of(person);
        TestUser another = person.withAnotherKey();

        assertThat(alice.gets("whoami").lines())
                .anyMatch(line -> line.matches("name +" + person.name()))
                .anyMatch(line -> line.matches("role +user"))
                .anyMatch(line -> line.matches("containers +0 of \\d+"));
        assertThat(alice.pipes(another.publicKey() + "\n", "gateway", "keys", "add")
                        .code())
                .isZero();
        Eventually.that(
                "the new key is accepted",
                () -> SshClientSession.of(another).types("version").code() == 0);
        String token = alice.gets("token");
        String me = ShellRunner.run(
                "curl",
                "-s",
                "-H",
                "Authorization: Bearer " + token,
                stack.installation().url(StackPort.API_GATEWAY) + "/v1/me");
        assertThat(json(me).path("keys")).hasSize(2);
        assertThat(alice.gets("quota")).contains("containers");
        assertThat(alice.types("presets").err()).contains("No preset is granted to you");
        assertThat(alice.gets("help")).contains("create", "ssh-config");
    }

    @Test
    void administratorCommandsWorkOverSsh() {
        TestUser person = TestUser.joins("root");
        stack.people()
                .administrator()
                .patch("/v1/users/" + person.name(), Map.of("role", "administrator"))
                .expectDone();
        SshClientSession administrator = SshClientSession.of(person);
        TestUser newcomer = person.withAnotherKey();

        assertThat(administrator.gets("user", "add", "gus", "--key", "'" + newcomer.publicKey() + "'"))
                .contains("The account gus is created", "one-time password");
        assertThat(administrator.gets("user", "ls")).contains("gus");
        assertThat(administrator.gets("host", "ls")).contains("t1");
        assertThat(administrator.gets("containers", "--sort", "account")).contains("ACCOUNT");
        // The view of requests can be behind for a moment.
        Eventually.value(
                "the audit log has the request",
                () -> administrator.gets("audit", "--account", "gus"),
                log -> log.contains("open-account") && log.contains("127.0.0.1"));
        // Other journeys may have filled the engine's small disk, so the number of problems varies.
        assertThat(administrator.types("doctor").out()).contains("engine");
        assertThat(administrator.types("user", "import", "/etc/passwd").err())
                .contains("The gateway cannot read your files");
        assertThat(administrator.gets("user", "rm", "gus")).contains("is removed");
    }

    // ---- the prompt ----

    @Test
    void promptShowsGreetingCompletionAndHistory() {
        TestUser person = TestUser.joins("alice");
        SshClientSession alice = SshClientSession.of(person);
        person.creates("orchestra");

        try (Terminal terminal = alice.opensTerminal()) {
            terminal.sees("Hello " + person.name())
                    .sees("1 of your 1 containers run")
                    .sees("dcm> ");
            terminal.types("show orc\t")
                    .sees("orchestra")
                    .types("\r")
                    .sees("host key")
                    .sees("dcm> ");
            terminal.types("show --watch\r").sees("HANDLE").types(CTRL_C).sees("dcm> ");
            terminal.types("half a line" + CTRL_C).sees("dcm> ");
            terminal.types("help\r")
                    .sees("-- more")
                    .types(" ")
                    .sees("-- more")
                    .types("q")
                    .sees("dcm> ");
            terminal.types("exit now\r").sees("'exit' has no arguments").sees("dcm> ");
            terminal.types("connect orchestra\r")
                    .sees("#")
                    .types("echo in-$(hostname)\r")
                    .sees("in-orchestra");
            terminal.types("exit\r").sees("dcm> ").types(CTRL_D);
            assertThat(terminal.ends()).isZero();
        }
        try (Terminal terminal = alice.opensTerminal()) {
            terminal.sees("dcm> ")
                    .types(UP)
                    .sees("connect orchestra")
                    .types(CTRL_C)
                    .sees("dcm> ");
            terminal.types("exit\r");
            assertThat(terminal.ends()).isZero();
        }
    }

    @Test
    void promptReportsContainersThatStoppedSinceTheLastLogin() {
        TestUser person = TestUser.joins("alice");
        SshClientSession alice = SshClientSession.of(person);
        JsonNode web = person.creates("web");
        try (Terminal terminal = alice.opensTerminal()) {
            terminal.sees("dcm> ").types(CTRL_D).ends();
        }

        stack.docker("kill", stack.dockerName(web.path("id").asText()));
        Eventually.that(
                "the view shows the container as stopped",
                () -> person.show("web").path("state").asText().equals("stopped"));

        try (Terminal terminal = alice.opensTerminal()) {
            terminal.sees("0 of your 1 containers run").sees("web is stopped").sees("dcm> ");
        }
    }

    @Test
    void pipedLinesRunUntilOneFails() {
        SshClientSession alice = SshClientSession.of(TestUser.joins("alice"));

        Result result = alice.pipes("# a comment\nversion\nstop nope\nwhoami\n", "-T", "gateway");

        assertThat(result.out()).startsWith("DCM ").doesNotContain("alice");
        assertThat(result.code()).isEqualTo(1);
    }

    @Test
    void connectReturnsTheExitCodeOfTheRemoteCommand() {
        TestUser person = TestUser.joins("alice");
        SshClientSession alice = SshClientSession.of(person);
        person.creates("web");

        assertThat(alice.gets("connect", "web", "--user", person.name(), "--", "whoami"))
                .isEqualTo(person.name());
        assertThat(alice.types("connect", "web", "--", "exit 7").code()).isEqualTo(7);
        assertThat(alice.pipes("some input", "gateway", "connect", "web", "--", "cat")
                        .out())
                .isEqualTo("some input");
        try (Terminal terminal =
                alice.opensTerminal("create", "debian-ssh", "--memory", "256", "--name", "other", "-t")) {
            terminal.sees("ssh -p").sees("#").types("hostname; exit\r").sees("other");
            assertThat(terminal.ends()).isZero();
        }
        alice.gets("stop", "other");
        assertThat(alice.ssh("-o", "LogLevel=VERBOSE", "-W", "other:22", "gateway")
                        .err())
                .contains("other is stopped");
        assertThat(alice.types("create", "debian-ssh", "8080").err()).contains("-p 8080");
        assertThat(alice.types("connect", "other").err()).contains("other is stopped");
    }

    // ---- connections to containers ----

    @Test
    void sshScpRsyncAndSftpWorkThroughTheGateway() throws IOException {
        TestUser person = TestUser.joins("alice");
        SshClientSession alice = SshClientSession.of(person);
        JsonNode web = person.creates("web", Map.of("ports", List.of(28_342)));
        Path file = Files.writeString(
                Files.createTempDirectory(RunningStack.get().temporaryFiles(), "files")
                        .resolve("file"),
                "x".repeat(300_000));

        assertThat(alice.ssh("-J", "gateway", "root@web", "hostname").out()).isEqualTo("web");
        assertThat(alice.ssh("-J", "gateway", "root@" + web.path("handle").asText(), "hostname")
                        .out())
                .isEqualTo("web");
        assertThat(alice.ssh(
                                "-J",
                                "gateway",
                                "-p",
                                web.path("handle").asText(),
                                person.name() + "@" + RunningStack.FIRST_ALIAS,
                                "whoami")
                        .out())
                .isEqualTo(person.name());
        assertThat(alice.runs("scp", "-J", "gateway", file.toString(), "root@web:/tmp/copied")
                        .code())
                .isZero();
        assertThat(alice.runs(
                                "rsync",
                                "-e",
                                "ssh -F " + alice.config() + " -J gateway",
                                file.toString(),
                                "root@web:/tmp/synced")
                        .code())
                .isZero();
        Path batch = Files.writeString(file.resolveSibling("batch"), "get /tmp/copied " + file + ".back\n");
        assertThat(alice.runs("sftp", "-J", "gateway", "-b", batch.toString(), "root@web")
                        .code())
                .isZero();
        assertThat(Path.of(file + ".back")).hasSameTextualContentAs(file);
    }

    @Test
    void publishedAndInternalPortsAreForwardedThroughTheGateway() throws Exception {
        TestUser person = TestUser.joins("alice");
        SshClientSession alice = SshClientSession.of(person);
        person.creates("web", Map.of("ports", List.of(28_343), "command", greeting(28_343)));
        int here = ServerProcess.freePort();

        Process forwarding = alice.opens("-N", "-L", here + ":web:28343", "gateway");
        try {
            Eventually.that(
                    "the port answers",
                    () -> ShellRunner.run("curl", "-s", "http://127.0.0.1:" + here)
                            .equals("hello"));
        } finally {
            forwarding.destroy();
        }
        Process behind = alice.opens("-N", "-J", "gateway", "-L", here + ":127.0.0.1:28343", "root@web");
        try {
            Eventually.that(
                    "the port answers",
                    () -> ShellRunner.run("curl", "-s", "http://127.0.0.1:" + here)
                            .equals("hello"));
        } finally {
            behind.destroy();
        }
    }

    @Test
    void sshConfigEnablesStrictHostKeyCheckingAndChangedKeyIsRejected() throws IOException {
        TestUser person = TestUser.joins("alice");
        SshClientSession alice = SshClientSession.of(person);
        JsonNode web = person.creates("web");
        Path directory = Files.createTempDirectory(RunningStack.get().temporaryFiles(), "config");
        Path known = Files.writeString(directory.resolve("known"), alice.gets("ssh-config", "--known-hosts") + "\n");
        Path direct = Files.writeString(directory.resolve("direct"), alice.gets("ssh-config") + "\n");
        Path jump = Files.writeString(directory.resolve("jump"), alice.gets("ssh-config", "--jump") + "\n");
        List<String> strictly = List.of(
                "-o",
                "StrictHostKeyChecking=yes",
                "-o",
                "UserKnownHostsFile=" + known,
                "-o",
                "BatchMode=yes",
                "-i",
                person.key().toString(),
                "-o",
                "IdentitiesOnly=yes");

        assertThat(ShellRunner.attempt(with("ssh", direct, strictly, "web", "hostname"))
                        .output())
                .isEqualTo("web");
        // In the file, because ssh does not pass options of the command line to the connection to the gateway.
        Files.writeString(jump, Files.readString(jump) + """
                        Host *
                            StrictHostKeyChecking yes
                            UserKnownHostsFile %s
                            BatchMode yes
                            IdentityFile %s
                            IdentitiesOnly yes
                        """.formatted(known, person.key()));
        assertThat(ShellRunner.attempt(List.of("ssh", "-F", jump.toString(), "web", "hostname"))
                        .output())
                .isEqualTo("web");
        person.ssh(
                web,
                "root",
                "rm /etc/ssh/ssh_host_ed25519_key* && ssh-keygen -q -t ed25519 -N '' -f /etc/ssh/ssh_host_ed25519_key && pkill -HUP -o sshd");
        Eventually.that(
                "the changed host key is rejected",
                () -> ShellRunner.attempt(with("ssh", direct, strictly, "web", "hostname"))
                        .output()
                        .contains("IDENTIFICATION HAS CHANGED"));
        assertThat(alice.types("ssh-config", "--known-hosts").out()).doesNotContain("dcm-");
        assertThat(alice.types("connect", "web", "--", "true").err()).contains("host key");
    }

    private static List<String> with(String program, Path config, List<String> options, String... words) {
        List<String> command = new ArrayList<>(List.of(program, "-F", config.toString()));
        command.addAll(options);
        command.addAll(List.of(words));
        return command;
    }

    @Test
    void gitRepositoryInAContainerIsClonedThroughTheGateway() throws IOException {
        TestUser person = TestUser.joins("alice");
        SshClientSession alice = SshClientSession.of(person);
        JsonNode web = person.creates("web");
        person.ssh(
                web,
                "root",
                "git init -q /root/r"
                        + " && cd /root/r && git -c user.name=a -c user.email=a@b commit -q --allow-empty -m first");
        Path clone = Files.createTempDirectory(RunningStack.get().temporaryFiles(), "clone")
                .resolve("clone");
        Files.writeString(
                alice.config(), "Host web\n    User root\n    ProxyJump gateway\n" + Files.readString(alice.config()));

        Result cloned = alice.runs("git", "clone", "-q", "ssh://web/root/r", clone.toString());

        assertThat(cloned.code()).as("%s", cloned).isZero();
        assertThat(ShellRunner.run("git", "-C", clone.toString(), "log", "--format=%s"))
                .isEqualTo("first");
    }

    // ---- access that must be denied ----

    @Test
    void containerOfAnotherUserIsNotFoundByAnyCommand() {
        TestUser person = TestUser.joins("alice");
        TestUser bob = TestUser.joins("bob");
        SshClientSession alice = SshClientSession.of(person);
        JsonNode bobs = bob.creates("secret", Map.of("ports", List.of(28_344)));

        for (String handle :
                List.of(bobs.path("handle").asText(), "secret", bobs.path("id").asText())) {
            for (List<String> command : List.of(
                    List.of("why", handle), // later, there are own requests about the handle
                    List.of("show", handle),
                    List.of("stop", handle),
                    List.of("start", handle),
                    List.of("restart", handle),
                    List.of("pause", handle),
                    List.of("unpause", handle),
                    List.of("rm", "--force", handle),
                    List.of("recreate", handle),
                    List.of("rename", handle, "mine"),
                    List.of("logs", handle),
                    List.of("stats", handle),
                    List.of("top", handle),
                    List.of("history", handle),
                    List.of("ssh-config", handle),
                    List.of("connect", handle, "--", "id"),
                    List.of("commit", handle, "mine:1"))) {
                Result result = alice.types(command.toArray(String[]::new));
                assertThat(result.code()).as("%s: %s", command, result).isEqualTo(1);
                assertThat(result.out()).isEmpty();
                assertThat(result.err()).contains("You have no container").doesNotContain(bob.name());
            }
            assertThat(alice.ssh("-J", "gateway", "root@" + handle, "id").code())
                    .isEqualTo(255);
        }
        String port = bobs.path("handle").asText();
        assertThat(alice.ssh("-J", "gateway", "-p", port, "root@" + RunningStack.FIRST_ALIAS, "id")
                        .code())
                .isEqualTo(255);
        assertThat(alice.ssh("-W", RunningStack.FIRST_ALIAS + ":28344", "gateway")
                        .code())
                .isEqualTo(255);
        assertThat(bob.show("secret").path("state").asText()).isEqualTo("running");
    }

    @Test
    void forwardingToOtherTargetsIsRejected() {
        TestUser person = TestUser.joins("alice");
        SshClientSession alice = SshClientSession.of(person);
        person.creates("web");
        int apiGateway = stack.installation().port(StackPort.API_GATEWAY);
        int services = stack.installation().port(StackPort.SSH_GATEWAY_HTTP);

        for (String target :
                List.of("127.0.0.1:" + apiGateway, "localhost:" + services, "127.0.0.1:22", "[::1]:22", "web:80")) {
            Result result = alice.ssh("-o", "LogLevel=VERBOSE", "-W", target, "gateway");
            assertThat(result.code()).as(target).isEqualTo(255);
            assertThat(result.err()).contains("administratively prohibited");
        }
        assertThat(alice.ssh("-R", "28345:127.0.0.1:22", "-o", "ExitOnForwardFailure=yes", "gateway", "version")
                        .code())
                .isEqualTo(255);
        assertThat(alice.runs("scp", "-O", alice.config().toString(), "gateway:/tmp/x")
                        .code())
                .isNotZero();
        assertThat(alice.runs("sftp", "gateway").code()).isNotZero();
        assertThat(alice.ssh("-A", "-X", "gateway", "version").out()).startsWith("DCM");
    }

    @Test
    void removedKeyClosesItsSessionsWithinFourSeconds() {
        TestUser person = TestUser.joins("alice");
        SshClientSession alice = SshClientSession.of(person);
        TestUser another = person.withAnotherKey();
        person.creates("web");
        try (Terminal terminal = alice.opensTerminal()) {
            terminal.sees("dcm> ");
            String fingerprint = ShellRunner.run("ssh-keygen", "-l", "-f", person.key() + ".pub")
                    .split(" ")[1];
            assertThat(alice.pipes(another.publicKey() + "\n", "gateway", "keys", "add")
                            .code())
                    .isZero();
            Process open = alice.opens("-N", "-L", "28346:web:22", "gateway");

            assertThat(alice.types("keys", "rm", fingerprint).code()).isZero();

            Eventually.that("the prompt session is closed", Duration.ofSeconds(20), () -> !terminal.isAlive());
            Eventually.that("the forwarding session is closed", Duration.ofSeconds(20), () -> !open.isAlive());
            assertThat(terminal.screen()).contains("Your SSH key was removed from the account");
        }
        assertThat(alice.types("version").code()).isEqualTo(255);
        assertThat(SshClientSession.of(another).types("version").code()).isZero();
    }

    @Test
    void suspensionClosesSessionsAndRejectsLogins() {
        TestUser person = TestUser.joins("alice");
        SshClientSession alice = SshClientSession.of(person);
        try (Terminal terminal = alice.opensTerminal()) {
            terminal.sees("dcm> ");

            stack.people()
                    .administrator()
                    .post("/v1/users/" + person.name() + "/suspend", Map.of(), Duration.ZERO)
                    .expectDone();

            assertThat(terminal.ends()).isEqualTo(255);
        }
        assertThat(alice.types("version").code()).isEqualTo(255);
    }

    @Test
    void twentyConcurrentCommandsSucceed() throws Exception {
        TestUser person = TestUser.joins("alice");
        SshClientSession alice = SshClientSession.of(person);
        person.creates("web");
        List<Callable<Result>> commands = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            commands.add(() -> alice.types("show", "--json"));
        }
        try (var threads = Executors.newFixedThreadPool(20)) {
            List<Result> results = new ArrayList<>();
            for (var one : threads.invokeAll(commands)) {
                results.add(one.get());
            }
            assertThat(results.stream().map(Result::code).collect(Collectors.toSet()))
                    .containsOnly(0);
        }
    }

    @Test
    void loginsAreAcceptedWhileTheBrokerIsDown() {
        SshClientSession alice = SshClientSession.of(TestUser.joins("alice"));
        assertThat(alice.types("version").code()).isZero();
        stack.part("kafka").stop();
        try {
            assertThat(alice.gets("version")).startsWith("DCM");
            assertThat(alice.types("show").err()).contains("You have no containers");
            Result unknown = alice.types("stop", "web");
            assertThat(unknown.code()).as("%s", unknown).isIn(3, 4);
        } finally {
            stack.up();
        }
        Eventually.that(
                "intents are accepted again", () -> alice.types("stop", "web").code() == 1);
    }

    private static List<String> greeting(int port) {
        return List.of(
                "perl",
                "-MIO::Socket::INET",
                "-e",
                "$s = IO::Socket::INET->new(LocalPort => " + port
                        + ", Listen => 5, ReuseAddr => 1); while ($c = $s->accept) { print $c \"HTTP/1.0 200 OK\\r\\n\\r\\nhello\"; close $c }");
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return JSON.readTree(text);
    }
}
