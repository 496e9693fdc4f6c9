package dcm.journey.support;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.stack.api.StackApiClient;
import dcm.stack.api.StackApiClient.Answer;
import dcm.stack.machine.StackFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A user with an account, a key and a terminal. */
public final class TestUser {
    public static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final Queue<TestUser> JOINED = new ConcurrentLinkedQueue<>();

    private final String name;
    private final Path key;

    private TestUser(String name, Path key) {
        this.name = name;
        this.key = key;
    }

    /** Creates a new account. */
    public static TestUser joins(String role) {
        String name = role + COUNT.incrementAndGet();
        RunningStack stack = RunningStack.get();
        try {
            TestUser person = new TestUser(name, newKey(name));
            stack.people().add(name, name, "user", List.of(person.publicKey()));
            JOINED.add(person);
            return person;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes all users' containers and images concurrently. */
    public static void removeAllResources() {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (TestUser person = JOINED.poll(); person != null; person = JOINED.poll()) {
                threads.execute(person::removeResources);
            }
        }
    }

    /** Removes nothing of the users that have joined, because their stack was discarded. */
    public static void forgetAll() {
        JOINED.clear();
    }

    /** The same, except for one user. */
    public static void removeAllResourcesExceptOf(TestUser person) {
        JOINED.remove(person);
        removeAllResources();
        JOINED.add(person);
    }

    private void removeResources() {
        try {
            // A suspended account cannot remove its containers.
            Answer resumed =
                    RunningStack.get().people().administrator().post("/v1/users/" + name + "/resume", Duration.ZERO);
            StackApiClient client = client();
            if (resumed.status() < 300) {
                Eventually.that(
                        "the account is resumed",
                        () -> client.get("/v1/containers").status() == 200);
            }
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                client.get("/v1/containers?limit=500")
                        .body()
                        .path("items")
                        .valueStream()
                        .map(container -> container.path("id").asText())
                        .forEach(id ->
                                threads.execute(() -> client.delete("/v1/containers/" + id + "?force=true", TIMEOUT)));
            }
            removeImages(client);
        } catch (StackFailure closed) {
            // The account was removed; its containers are removed with the stack.
        }
    }

    /** A later class may delete all images from the engine, which the log would still have. */
    private static void removeImages(StackApiClient client) {
        client.get("/v1/images")
                .body()
                .path("items")
                .valueStream()
                .filter(image -> !image.path("base").asBoolean())
                .map(image -> URLEncoder.encode(image.path("name").asText(), StandardCharsets.UTF_8))
                .forEach(name -> client.delete("/v1/images/" + name, TIMEOUT));
    }

    /** The same user with a key that the account does not have. */
    public TestUser withAnotherKey() {
        try {
            return new TestUser(name, newKey(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path newKey(String name) throws IOException {
        Path key = Files.createTempDirectory(RunningStack.get().temporaryFiles(), name)
                .resolve(name);
        ShellRunner.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", key.toString());
        return key;
    }

    /** The private key file. */
    public Path key() {
        return key;
    }

    /** The content of the {@code .pub} file. */
    public String publicKey() {
        try {
            return Files.readString(Path.of(key + ".pub")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String name() {
        return name;
    }

    public String token() {
        return RunningStack.get().people().token(name);
    }

    public StackApiClient client() {
        return RunningStack.get().people().as(name);
    }

    /** Creates a running container from the base image. */
    public JsonNode creates(String container) {
        return creates(container, Map.of());
    }

    /** The same with more fields in the request. */
    public JsonNode creates(String container, Map<String, ?> more) {
        Answer made = triesToCreate(container, more);
        JsonNode body = made.expectDone();
        if (made.status() != 201) {
            throw new AssertionError("not created in time: " + body);
        }
        return show(body.path("container").asText(), body.path("sequence").asLong());
    }

    /** Creates several running containers with one request. */
    public void createsBatch(int count, String namePattern, Map<String, ?> more) {
        Map<String, Object> request = request(namePattern);
        request.remove("name");
        request.put("count", count);
        request.put("namePattern", namePattern);
        request.putAll(more);
        Answer made = client().post("/v1/containers", request, TIMEOUT);
        if (made.status() != 201) {
            throw new AssertionError("not all created in time: " + made.body());
        }
    }

    /** Requests a container and waits for any outcome. */
    public Answer triesToCreate(String container, Map<String, ?> more) {
        Map<String, Object> request = request(container);
        request.putAll(more);
        return client().post("/v1/containers", request, TIMEOUT);
    }

    /** Requests a container and waits only for the decision. */
    public Answer asksFor(String container) {
        return client().post("/v1/containers", request(container), Duration.ZERO);
    }

    /** Runs an operation on a container and waits for the outcome. */
    public Answer does(String operation, String handle) {
        return client().post("/v1/containers/" + handle + "/" + operation, TIMEOUT);
    }

    /** Runs an operation on a container and returns the container's view. */
    public JsonNode doneTo(String operation, String handle) {
        JsonNode done = does(operation, handle).expectDone();
        return show(done.path("container").asText(), done.path("sequence").asLong());
    }

    public JsonNode show(String handle) {
        return client().get("/v1/containers/" + handle).expectDone();
    }

    public JsonNode show(String handle, long after) {
        return client().get("/v1/containers/" + handle + "?after=" + after).expectDone();
    }

    public JsonNode containers() {
        return client().get("/v1/containers").expectDone().path("items");
    }

    public JsonNode intent(String id, Duration wait) {
        return client().get("/v1/intents/" + id + "?wait=" + wait.toSeconds()).expectDone();
    }

    /** Runs a command in a container over SSH; it must succeed. */
    public String ssh(JsonNode container, String user, String command) {
        ShellRunner.Result result = trySsh(container, user, command);
        if (result.code() != 0) {
            throw new AssertionError("ssh to " + container.path("ssh") + " ended with " + result.code() + ": "
                    + result.output() + "\nsshd log: " + sshdLog(container));
        }
        return result.output();
    }

    /** The container may be on another machine, whose engine has the log. */
    private static String sshdLog(JsonNode container) {
        RunningStack stack = RunningStack.get();
        return ShellRunner.attempt(stack.dockerCommand(
                        "logs",
                        "--tail",
                        "20",
                        stack.dockerName(container.path("id").asText())))
                .output();
    }

    /** A container that was created again has other host keys; the user removes those that the SSH client knows. */
    public void forgetsHostKeys() {
        try {
            Files.deleteIfExists(Path.of(key + ".known"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public ShellRunner.Result trySsh(JsonNode container, String user, String command) {
        return ShellRunner.attempt(sshCommand(container, user, command));
    }

    /** Runs a command in a terminal of its own, as an interactive login does. */
    public ShellRunner.Result logsIn(JsonNode container, String user, String command) {
        List<String> words = new ArrayList<>(sshCommand(container, user, command));
        words.add(1, "-tt");
        return ShellRunner.attempt(words);
    }

    /** A login that stays open until its command ends. */
    public Process opensSsh(JsonNode container, String user, String command) {
        try {
            return new ProcessBuilder(sshCommand(container, user, command)).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> sshCommand(JsonNode container, String user, String command) {
        JsonNode ssh = container.path("ssh");
        return List.of(
                "ssh",
                "-i",
                key.toString(),
                "-o",
                "IdentitiesOnly=yes",
                "-o",
                "BatchMode=yes",
                "-o",
                "StrictHostKeyChecking=accept-new",
                "-o",
                "UserKnownHostsFile=" + key + ".known",
                "-o",
                "HostKeyAlias=" + container.path("id").asText(),
                "-o",
                "LogLevel=ERROR",
                "-p",
                ssh.path("port").asText(),
                user + "@" + ssh.path("address").asText(),
                command);
    }

    /** The fingerprint of the host key that the SSH client received. */
    public String hostKeySeen(JsonNode container) {
        return ShellRunner.run("ssh-keygen", "-l", "-F", container.path("id").asText(), "-f", key + ".known");
    }

    private static Map<String, Object> request(String name) {
        Map<String, Object> request = new HashMap<>();
        request.put("image", "debian-ssh");
        request.put("name", name);
        request.put("memoryMiB", 256);
        request.put("cpus", 0.5);
        return request;
    }
}
