package dcm.stack;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code ./dcm demo}. */
@Command(name = "demo", description = "Start everything, make an account with a container, and log in to it.")
final class DemoCommand implements Callable<Integer> {
    private static final String NAME = "demo";
    private static final String IMAGE = "debian-ssh";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Installation installation = Installation.current();
    private final Path directory = installation.home().resolve("demo");
    private final Path key = directory.resolve("id_ed25519");

    @Override
    public Integer call() {
        new Stack(installation).up(System.out::println);
        makeKey();
        var people = new People(installation);
        if (people.add(NAME, "Demo", "user", List.of(publicKey()))) {
            System.out.println("account demo … open, with a new key");
        }
        JsonNode container = container(people.as(NAME));
        JsonNode ssh = container.path("ssh");
        System.out.printf(
                "container %s … %s on host %s, SSH host key %s%n",
                container.path("name").asText(),
                container.path("state").asText(),
                container.path("host").asText(),
                ssh.path("hostKey").asText());
        seeInside(container, "root");
        seeInside(container, NAME);
        System.out.printf(
                """

                Log in yourself:
                  ssh -i %s -p %s root@%s

                Next:
                  ./dcm user add YOU --key ~/.ssh/id_ed25519.pub     an account of your own
                  curl -H "Authorization: Bearer $(./dcm token demo)" %s/v1/containers
                  %s/openapi     all that can be asked
                  ./dcm down                 stops DCM; the container goes on
                """,
                key,
                ssh.path("port").asText(),
                ssh.path("address").asText(),
                "http://localhost:" + installation.port(Port.DOOR),
                "http://localhost:" + installation.port(Port.DOOR));
        return 0;
    }

    /** The demo's container, running: made if it is not there, started if it is stopped. */
    private static JsonNode container(DoorClient demo) {
        var found = demo.get("/v1/containers/" + NAME);
        if (found.isProblem("unknown-container")) {
            long began = System.nanoTime();
            JsonNode made = demo.post("/v1/containers", Map.of("image", IMAGE, "name", NAME), PATIENCE)
                    .expectDone();
            System.out.printf("container demo … created in %.2f s%n", (System.nanoTime() - began) / 1e9);
            return shown(demo, made);
        }
        JsonNode container = found.expectDone();
        return switch (container.path("state").asText()) {
            case "running" -> container;
            case "paused" ->
                shown(demo, demo.post("/v1/containers/demo/unpause", PATIENCE).expectDone());
            case "lost" -> {
                demo.delete("/v1/containers/demo?force=true", PATIENCE).expectDone();
                yield container(demo);
            }
            default ->
                shown(demo, demo.post("/v1/containers/demo/start", PATIENCE).expectDone());
        };
    }

    private static JsonNode shown(DoorClient demo, JsonNode done) {
        String after = done.path("sequence").asText();
        return demo.get("/v1/containers/" + NAME + "?after=" + after).expectDone();
    }

    private void makeKey() {
        if (!Files.exists(key)) {
            SystemCommand.run("mkdir", "-p", directory.toString());
            SystemCommand.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "demo", "-f", key.toString());
        }
    }

    private String publicKey() {
        try {
            return Files.readString(Path.of(key + ".pub")).strip();
        } catch (IOException e) {
            throw new StackFailure("The demo's key %s.pub cannot be read: %s".formatted(key, e.getMessage()), e);
        }
    }

    private void seeInside(JsonNode container, String user) {
        JsonNode ssh = container.path("ssh");
        String command = "echo \"$(whoami) on $(hostname), $(. /etc/os-release; echo \"$PRETTY_NAME\"), home $HOME\"";
        List<String> words = List.of(
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
                "UserKnownHostsFile=" + directory.resolve("known_hosts"),
                // A later container may get the same port; its host key is another one and rightly so.
                "-o",
                "HostKeyAlias=" + container.path("id").asText(),
                "-o",
                "LogLevel=ERROR",
                "-p",
                ssh.path("port").asText(),
                user + "@" + ssh.path("address").asText(),
                command);
        System.out.printf(
                "$ ssh -p %s %s@%s%n",
                ssh.path("port").asText(), user, ssh.path("address").asText());
        System.out.println("  " + SystemCommand.run(words));
    }
}
