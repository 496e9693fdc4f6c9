package dcm.journey.install;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dcm.journey.support.Eventually;
import dcm.journey.support.RunningStack;
import dcm.journey.support.ShellRunner;
import dcm.stack.engine.EngineCleanUp;
import dcm.stack.installation.Installation;
import dcm.stack.lifecycle.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The control plane runs in containers of this machine's engine, as {@code compose.yaml} describes them, and the worker on the machine. The
 * images of the services come from a registry, to which {@code ./dcm images --push} pushes them. Those of Kafka, PostgreSQL and Keycloak are of
 * {@code ./dcm images --servers}, because no public registry is reachable.
 */
@Tag("install")
@TestMethodOrder(OrderAnnotation.class)
class ComposeJourneyIT {
    private static final Path SOURCES = Path.of("..").toAbsolutePath().normalize();
    private static final String ADDRESS = RunningStack.FIRST_ALIAS;
    private static final String URL = "https://" + ADDRESS + ":22443";
    private static final String SSH_PORT = "22222";
    private static final String PROJECT = "dcm-journey";

    /** Docker uses registries on localhost without TLS. */
    private static final String REGISTRY = "localhost:22500";

    @TempDir
    private static Path directory;

    private static Process registry;
    private static Path settings;
    private static Path key;
    private static String sshPort;

    @BeforeAll
    static void startControlPlane() throws IOException {
        ShellRunner.run(SOURCES.resolve("infra/engine/ensure-addresses").toString());
        ShellRunner.run(SOURCES.resolve("infra/engine/ensure-engine").toString());
        pushImages();
        settings = Files.writeString(directory.resolve("env"), """
                DCM_IMAGES=%s/dcm
                DCM_PUBLIC_URL=%s
                DCM_CLUSTER_ADDRESS=%s
                DCM_HTTPS_PORT=22443
                DCM_HTTP_PORT=22480
                DCM_GATEWAY_PORT=%s
                DCM_PORT_BASE=22080
                DCM_HOSTS_PORTS=22092-22093
                DCM_BRIDGE=dcm-journey
                KAFKA_IMAGE=dcm/kafka:13
                POSTGRES_IMAGE=dcm/postgres:13
                KEYCLOAK_IMAGE=dcm/keycloak:13
                """.formatted(REGISTRY, URL, ADDRESS, SSH_PORT));
        key = directory.resolve("alice");
        ShellRunner.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString());
        Files.createDirectories(worker().home());
        compose("down", "--volumes"); // of an earlier run
        removePulledImages();
        compose("up", "--detach", "--wait", "--wait-timeout", "300");
    }

    private static void pushImages() throws IOException {
        Path configuration = Files.writeString(
                directory.resolve("registry.yml"), """
                version: 0.1
                log: {level: error}
                storage: {filesystem: {rootdirectory: %s}}
                http: {addr: '%s'}
                """.formatted(directory.resolve("registry"), REGISTRY));
        registry = new ProcessBuilder("docker-registry", "serve", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("registry.log").toFile())
                .start();
        Eventually.that(
                "the registry answers",
                () -> ShellRunner.attempt(List.of("curl", "-sS", "http://" + REGISTRY + "/v2/"))
                                .code()
                        == 0);
        ShellRunner.run(SOURCES.resolve("dcm").toString(), "images", "--push", REGISTRY);
    }

    private static void removePulledImages() {
        docker("images", "--quiet", "--filter", "reference=" + REGISTRY + "/dcm/*")
                .lines()
                .distinct()
                .forEach(image -> docker("rmi", "--force", image));
    }

    @AfterAll
    static void removeAll() {
        try {
            Stack stack = new Stack(worker());
            stack.down(System.out::println);
            if (worker().joined().isPresent()) {
                new EngineCleanUp(worker()).removeForGood(System.out::println);
            }
        } finally {
            registry.destroy();
            compose("down", "--volumes");
            removePulledImages();
        }
    }

    @Test
    @Order(1)
    void onlyEncryptedPortsArePublished() {
        String published = docker(
                "ps", "--filter", "label=com.docker.compose.project=" + PROJECT, "--format", "{{.Names}} {{.Ports}}");

        assertThat(published.lines().filter(line -> line.contains("->")))
                .singleElement()
                .asString()
                .contains("network", ":22443->", ":22480->", ":22222->", ":22092-22093->")
                .doesNotContain("22080", "22087", "22089");
    }

    @Test
    @Order(2)
    void containersHaveNoRights() {
        for (String container : docker("ps", "-q", "--filter", "label=com.docker.compose.project=" + PROJECT)
                .lines()
                .toList()) {
            String shape = docker(
                    "inspect",
                    "--format",
                    "{{.Config.User}} {{.HostConfig.CapDrop}} {{.HostConfig.SecurityOpt}} {{.HostConfig.Privileged}}",
                    container);
            assertThat(shape).startsWith("10001:").endsWith(" [ALL] [no-new-privileges:true] false");
        }
    }

    @Test
    @Order(2)
    void environmentsAndCommandsOfContainersHaveNoSecrets() {
        List<String> secrets = compose(
                        "run",
                        "--rm",
                        "-T",
                        "--entrypoint",
                        "sh",
                        "dcm",
                        "-c",
                        "cd /var/lib/dcm/secrets; for file in kafka-* postgres* keycloak-* admin gateways reports; do cat $file; echo; done")
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
        assertThat(secrets).hasSizeGreaterThan(10).allMatch(secret -> secret.length() >= 16);

        for (String container : docker("ps", "-aq", "--filter", "label=com.docker.compose.project=" + PROJECT)
                .lines()
                .toList()) {
            assertThat(docker("inspect", container)).doesNotContain(secrets);
        }
    }

    @Test
    @Order(2)
    void onlyTheLauncherHasTheSecrets() {
        for (String part : List.of(
                "command-service",
                "projection-service",
                "user-service",
                "api-gateway",
                "ssh-gateway",
                "kafka",
                "postgres",
                "keycloak")) {
            assertThat(docker(
                            "exec",
                            PROJECT + "-" + part + "-1",
                            "find",
                            "/var/lib/dcm",
                            "-name",
                            "admin",
                            "-o",
                            "-path",
                            "*/secrets/kafka-*"))
                    .as(part)
                    .isEmpty();
        }
    }

    @Test
    @Order(3)
    void workerOfThisMachineJoins() throws IOException {
        String token = json(compose("run", "--rm", "-T", "dcm", "host", "invite", "w1", "--json"))
                .path("token")
                .asText();

        launcher("host", "join", token, "--ssh-ports", "34000-34099");

        Eventually.that(
                "the host is ready",
                () -> compose("run", "--rm", "-T", "dcm", "host", "ls").contains("w1"));
        Eventually.that("the worker is healthy", () -> launcherSucceeds("status"));
        compose("run", "--rm", "-T", "dcm", "image", "add", "debian-ssh:13", "--local", RunningStack.BASE_IMAGE);
    }

    @Test
    @Order(4)
    void userCreatesAContainerAndLogsIn() throws IOException {
        compose(
                "run",
                "--rm",
                "-T",
                "-v",
                key + ".pub:/alice.pub:ro",
                "dcm",
                "user",
                "add",
                "alice",
                "--key",
                "/alice.pub");

        JsonNode created = rest(
                "-X",
                "POST",
                "-H",
                "Prefer: wait=60",
                "--json",
                "{\"image\": \"debian-ssh\", \"name\": \"web\"}",
                "/v1/containers");

        sshPort = created.path("ssh").path("port").asText();
        assertThat(sshPort).as(created.toString()).startsWith("340");
        assertThat(logIn("hostname")).isEqualTo("web");
        assertThat(ssh("-p", SSH_PORT, "alice@" + ADDRESS, "connect", "web", "hostname"))
                .isEqualTo("web");
        logIn("echo kept > /home/alice/file");
    }

    @Test
    @Order(5)
    void restartedServiceLosesNothing() throws IOException {
        compose("restart", "command-service");
        compose("up", "--detach", "--wait", "--wait-timeout", "300");

        assertThat(ssh("-p", SSH_PORT, "alice@" + ADDRESS, "create", "debian-ssh", "--name", "second"))
                .contains("second");
        assertThat(containers()).containsExactlyInAnyOrder("web", "second");
    }

    @Test
    @Order(6)
    void everythingIsThereAfterDownAndUp() throws IOException {
        compose("down");
        assertThat(logIn("cat /home/alice/file"))
                .as("containers of users keep running")
                .isEqualTo("kept");
        compose("up", "--detach", "--wait", "--wait-timeout", "300");

        assertThat(containers()).containsExactlyInAnyOrder("web", "second");
        Eventually.that(
                "the worker reports again",
                () -> rest("/v1/containers/web").path("state").asText().equals("running"));
        assertThat(rest("-X", "DELETE", "-H", "Prefer: wait=60", "/v1/containers/second?force=true")
                        .path("code")
                        .isMissingNode())
                .isTrue();
        Eventually.that("the container is removed", () -> containers().equals(List.of("web")));
        assertThat(logIn("cat /home/alice/file")).isEqualTo("kept");
        assertThat(ssh("-p", SSH_PORT, "alice@" + ADDRESS, "connect", "web", "--", "cat /home/alice/file"))
                .isEqualTo("kept");
    }

    private static List<String> containers() {
        return rest("/v1/containers")
                .path("items")
                .valueStream()
                .map(container -> container.path("name").asText())
                .toList();
    }

    /** The answer to a request of alice, who trusts the installation's own authority. */
    private static JsonNode rest(String... optionsAndPath) {
        Path authority = directory.resolve("ca.crt");
        try {
            Files.writeString(
                    authority,
                    compose("run", "--rm", "-T", "--entrypoint", "cat", "dcm", "/var/lib/dcm/tls/ca.crt") + "\n");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        String token = ssh("-p", SSH_PORT, "alice@" + ADDRESS, "token");
        List<String> command = new ArrayList<>(
                List.of("curl", "-sS", "--cacert", authority.toString(), "-H", "Authorization: Bearer " + token));
        command.addAll(List.of(optionsAndPath).subList(0, optionsAndPath.length - 1));
        command.add(URL + optionsAndPath[optionsAndPath.length - 1]);
        return json(ShellRunner.run(command.toArray(String[]::new)));
    }

    private static String logIn(String command) {
        return ssh("-p", sshPort, "root@" + ADDRESS, command);
    }

    private static String ssh(String... words) {
        List<String> command = new ArrayList<>(List.of("ssh", "-F", "none", "-i", key.toString()));
        for (String option : List.of(
                "BatchMode=yes", "StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null", "LogLevel=ERROR")) {
            command.addAll(List.of("-o", option));
        }
        command.addAll(List.of(words));
        return ShellRunner.run(command.toArray(String[]::new));
    }

    /** The standard output of Docker Compose. It has its messages on the other stream. */
    private static String compose(String... words) {
        List<String> command = new ArrayList<>(List.of(
                "sh",
                "-c",
                "log=$1; shift; docker-compose \"$@\" 2>$log || { cat $log; exit 1; }",
                "compose",
                directory.resolve("compose.log").toString(),
                "--project-name",
                PROJECT,
                "--env-file",
                settings.toString(),
                "--file",
                SOURCES.resolve("infra/compose/compose.yaml").toString()));
        command.addAll(List.of(words));
        return ShellRunner.run(command.toArray(String[]::new));
    }

    private static String docker(String... words) {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(words));
        return ShellRunner.run(command.toArray(String[]::new));
    }

    /** The worker's installation on this machine. */
    private static Installation worker() {
        return Installation.of(SOURCES, workerSettings());
    }

    private static Map<String, String> workerSettings() {
        return Map.of(
                "DCM_HOME",
                directory.resolve("worker").toString(),
                "DCM_PORT_BASE",
                "23080",
                "DCM_HOST_NETWORKS",
                "10.215.0.0/16",
                "DCM_BASE_IMAGES",
                RunningStack.BASE_IMAGE);
    }

    /** The output of {@code ./dcm} on this machine. */
    private static String launcher(String... words) {
        return ShellRunner.run(launcherCommand(words).toArray(String[]::new));
    }

    private static boolean launcherSucceeds(String... words) {
        return ShellRunner.attempt(launcherCommand(words)).code() == 0;
    }

    private static List<String> launcherCommand(String... words) {
        List<String> command = new ArrayList<>(List.of("env", "DCM_REPOSITORY=" + SOURCES));
        workerSettings().forEach((name, value) -> command.add(name + "=" + value));
        command.addAll(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-cp",
                SOURCES + "/infra/local-stack/target/local-stack.jar:" + SOURCES + "/infra/local-stack/target/lib/*",
                "dcm.stack.Launcher"));
        command.addAll(List.of(words));
        return command;
    }

    private static JsonNode json(String text) {
        try {
            return new JsonMapper().readTree(text);
        } catch (IOException e) {
            throw new AssertionError(text, e);
        }
    }
}
