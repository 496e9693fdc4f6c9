package dcm.journey.support;

import dcm.stack.account.LocalAccounts;
import dcm.stack.api.AnswerJournal;
import dcm.stack.api.StackApiClient;
import dcm.stack.engine.EngineCleanUp;
import dcm.stack.engine.PrivateEngine;
import dcm.stack.engine.StaleMounts;
import dcm.stack.installation.Installation;
import dcm.stack.installation.ServiceSettings;
import dcm.stack.join.HostSwarm;
import dcm.stack.lifecycle.Stack;
import dcm.stack.part.Part;
import io.restassured.RestAssured;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A separate stack with its own ports, installation id and Docker Engine. It is started once for all journeys and
 * stopped with the JVM. Other stacks on the machine are not affected.
 */
public final class RunningStack {
    /** The default addresses of published ports; the first has the SSH ports. */
    public static final String FIRST_ALIAS = "198.18.0.1";

    public static final String SECOND_ALIAS = "198.18.0.2";

    public static final String BASE_IMAGE = "dcm/debian-ssh:13";

    /** Offered after a journey has built it. */
    public static final String DEEP_IMAGE = "dcm/deep:1";

    private static final String ENGINE = "engine";
    private static final String ENGINE_DISK = "4G";

    private static volatile RunningStack only;
    private static boolean isHooked;

    private final Map<String, String> environment;
    private Installation installation;
    private Stack stack;
    private final PrivateEngine engine;
    private final LocalAccounts people;
    private final Path received;
    private final AnswerJournal journal;
    private final DescribedResponses described;

    private RunningStack(String clusterAddress) {
        Path home = Path.of("target/stack").toAbsolutePath();
        StaleMounts.removeTree(home);
        this.environment = serviceSettings();
        environment.putAll(Map.of(
                "DCM_HOME",
                home.toString(),
                "DCM_INSTALLATION",
                "test-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt()),
                "DCM_PORT_BASE",
                "18080",
                "DCM_SSH_PORTS",
                "32000-32399",
                "DCM_HOST_NAME",
                "t1",
                "DCM_ALIASES",
                FIRST_ALIAS + "," + SECOND_ALIAS,
                "DCM_BASE_IMAGES",
                BASE_IMAGE + "," + DEEP_IMAGE,
                "DCM_CLUSTER_ADDRESS",
                clusterAddress));
        Path repository = Path.of("..").toAbsolutePath().normalize();
        this.engine =
                new PrivateEngine(Installation.of(repository, environment), ENGINE, "dcm-test0", "10.211.0.1/24", true);
        environment.put("DOCKER_HOST", engine.host());
        this.installation = Installation.of(repository, environment);
        this.stack = new Stack(installation);
        this.received = home.resolve("received.jsonl");
        this.journal = AnswerJournal.in(received);
        this.people = new LocalAccounts(installation, journal);
        this.described = DescribedResponses.of(repository.resolve("docs/openapi.json"));
    }

    public static RunningStack get() {
        return get(FIRST_ALIAS);
    }

    /** The same; if it does not run yet, other machines reach it at {@code clusterAddress}. */
    public static synchronized RunningStack get(String clusterAddress) {
        if (only == null) {
            if (!isHooked) {
                Runtime.getRuntime().addShutdownHook(new Thread(RunningStack::stopOnly));
                isHooked = true;
            }
            only = new RunningStack(clusterAddress);
            only.start();
            RestAssured.replaceFiltersWith(only::journaling);
        }
        return only;
    }

    /** Stops the stack for good. The next journey starts another one. */
    public static synchronized void discard() {
        stopOnly();
        only = null;
    }

    /** Does not wait for a start that is interrupted. */
    private static void stopOnly() {
        RunningStack running = only;
        if (running != null) {
            running.stop();
        }
    }

    /** Restarts all parts with other settings; an empty value is the default. */
    public void restartWith(Map<String, String> settings) {
        stack.down(System.out::println);
        environment.putAll(settings);
        installation = Installation.of(installation.programs(), environment);
        stack = new Stack(installation);
        up();
    }

    /** Does what {@code down --all} does. */
    public void downAll() {
        stack.down(System.out::println);
        new EngineCleanUp(installation).removeForGood(System.out::println);
    }

    public Installation installation() {
        return installation;
    }

    public LocalAccounts people() {
        return people;
    }

    /** The password of an account at Keycloak. */
    public String password(String account) {
        try {
            return Files.readString(Path.of(people.passwordFile(account))).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Checks responses that neither {@link StackApiClient} nor REST-assured receive. */
    public DescribedResponses described() {
        return described;
    }

    /** The file with all answers about intents that the journeys received. */
    public Path received() {
        return received;
    }

    /** For the answers of clients that do not write them themselves. */
    public AnswerJournal journal() {
        return journal;
    }

    private Response journaling(
            FilterableRequestSpecification request, FilterableResponseSpecification expected, FilterContext next) {
        Response response = next.next(request, expected);
        journal.add(response.asString());
        return response;
    }

    public PrivateEngine engine() {
        return engine;
    }

    public Part part(String name) {
        return stack.part(name);
    }

    /** Ensures that all parts run and are healthy. */
    public void up() {
        stack.up(System.out::println);
    }

    /** Waits until the parts are healthy and admission has a new heartbeat of this host, which places no container before. */
    public void awaitLive() {
        Eventually.that("everything is healthy", this::healthy);
        Eventually.that(
                "the host is live",
                () -> people.administrator()
                        .get("/v1/hosts/" + installation.hostName())
                        .expectDone()
                        .path("status")
                        .asText()
                        .equals("live"));
    }

    public boolean healthy() {
        return stack.healthy();
    }

    /** Retires all base images except those of the host's configuration, as other journeys expect. */
    public void retireBaseImages() {
        StackApiClient administrator = people.administrator();
        administrator
                .get("/v1/catalog/images")
                .expectDone()
                .path("items")
                .valueStream()
                .filter(image -> !image.path("retired").asBoolean())
                .map(image -> image.path("name").asText())
                .forEach(name -> administrator
                        .delete("/v1/catalog/images/" + name, Duration.ZERO)
                        .expectDone());
    }

    /** A directory for tests, which is deleted with the stack. */
    public Path temporaryFiles() {
        try {
            return Files.createDirectories(installation.home().resolve("tmp"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those of the build, which processes of this stack inherit. */
    private static Map<String, String> serviceSettings() {
        Map<String, String> settings = new HashMap<>(System.getenv());
        settings.keySet().retainAll(ServiceSettings.NAMES);
        return settings;
    }

    /** The command line that runs {@code ./dcm} with these arguments for this stack. */
    public String[] launcher(String... words) {
        List<String> command = new ArrayList<>(List.of(
                "env",
                "DCM_HOME=" + installation.home(),
                "DCM_REPOSITORY=" + installation.programs().root(),
                System.getProperty("java.home") + "/bin/java",
                // As ./dcm does.
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                installation.programs().root() + "/infra/local-stack/target/local-stack.jar:"
                        + installation.programs().root() + "/infra/local-stack/target/lib/*",
                "dcm.stack.Launcher"));
        command.addAll(List.of(words));
        return command.toArray(String[]::new);
    }

    /** Runs a Docker command on the engine, bypassing DCM. */
    public String docker(String... words) {
        return ShellRunner.run(dockerCommand(words).toArray(String[]::new));
    }

    /** A command of docker for the engine, for callers that accept its failure. */
    List<String> dockerCommand(String... words) {
        List<String> command = new ArrayList<>(List.of("docker", "-H", engine.host()));
        command.addAll(List.of(words));
        return command;
    }

    /** Removes all containers from the engine, bypassing DCM. */
    public void removeContainers() {
        List<String> command = new ArrayList<>(List.of("docker", "-H", engine.host(), "rm", "-f"));
        docker("ps", "-aq").lines().forEach(command::add);
        ShellRunner.attempt(command); // fails for containers that DCM has removed meanwhile
    }

    /** Removes all images from the engine, bypassing DCM; there must be no containers. */
    public void removeImages() {
        List<String> command = new ArrayList<>(List.of("docker", "-H", engine.host(), "rmi", "-f"));
        docker("images", "-aq").lines().distinct().forEach(command::add);
        ShellRunner.attempt(command); // fails for images that were removed with others
    }

    /** The name of a container in the engine. */
    public String dockerName(String containerId) {
        return "dcm-" + installation.id() + "-" + containerId;
    }

    /** Kills a part, like a power cut. */
    public void kill(String part) {
        part(part).process().kill();
    }

    /** Fills the engine's own disk completely. */
    public void fillEngineDisk() {
        // The write fails in the end, as intended. The second run also uses space that was freed meanwhile.
        String fill = "cat /dev/zero >> '%s' 2>/dev/null || sync".formatted(filler());
        ShellRunner.run("sh", "-c", fill);
        ShellRunner.run("sh", "-c", fill);
    }

    public void freeEngineDisk() {
        ShellRunner.run("rm", "-f", filler().toString());
    }

    private Path filler() {
        return engineDirectory().resolve("filler");
    }

    private Path engineDirectory() {
        return installation.data(ENGINE);
    }

    private void start() {
        mountEngineDisk();
        engine.start();
        engine.load(BASE_IMAGE);
        up();
        new KeycloakAdministrator(this).makePasswordHashesCheap();
        StackApiClient.observe(described::check);
        RestAssured.filters(described);
    }

    /** Mounts a small disk from a file, so that journeys can fill it. */
    private void mountEngineDisk() {
        Path directory = engineDirectory();
        Path disk = directory.resolveSibling(ENGINE + ".disk");
        ShellRunner.run("mkdir", "-p", directory.toString());
        ShellRunner.run("truncate", "--size", ENGINE_DISK, disk.toString());
        ShellRunner.run("mkfs.ext4", "-q", disk.toString());
        ShellRunner.run("mount", "-o", "loop", disk.toString(), directory.toString());
    }

    private void stop() {
        try {
            stack.down(line -> {}); // first, so that the worker creates nothing any more
            new EngineCleanUp(installation).remove(line -> {});
            new HostSwarm(installation).leave(); // otherwise its networks could not be removed
        } finally {
            engine.close();
            engine.clear();
            StaleMounts.unmount(installation.home());
        }
    }
}
