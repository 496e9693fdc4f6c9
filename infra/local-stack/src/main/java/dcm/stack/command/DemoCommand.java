package dcm.stack.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dcm.stack.account.LocalAccounts;
import dcm.stack.installation.Installation;
import dcm.stack.installation.StackPort;
import dcm.stack.lifecycle.Stack;
import dcm.stack.machine.CommandName;
import dcm.stack.machine.OpenSsh;
import dcm.stack.machine.PollDelay;
import dcm.stack.machine.StackFailure;
import dcm.stack.machine.SystemCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code ./dcm demo}. */
@Command(
        name = "demo",
        description = "Start everything, create an account, and over SSH create a container and log in to it.")
public final class DemoCommand implements Callable<Integer> {
    private static final String NAME = "demo";
    private static final String IMAGE = "debian-ssh";
    private static final String LOOK =
            "echo \"$(whoami) on $(hostname), $(. /etc/os-release; echo \"$PRETTY_NAME\"), home $HOME\"";
    private static final Duration UNTIL_OFFERED = Duration.ofSeconds(30);
    private static final JsonMapper JSON = new JsonMapper();

    private final Installation installation = Installation.current();
    private final Path directory = installation.home().resolve("demo");
    private final Path key = directory.resolve("id_ed25519");

    @Override
    public Integer call() {
        new Stack(installation).upSupervised(System.out::println);
        makeKey();
        if (new LocalAccounts(installation).add(NAME, "Demo", "user", List.of(publicKey()))) {
            System.out.println("account demo … created, with a new key");
        }
        JsonNode container = container();
        shown("show");
        JsonNode ssh = container.path("ssh");
        seeInside(ssh, "root");
        seeInside(ssh, NAME);
        System.out.printf(
                CommandName.in("""

                Try it yourself:
                  ssh -i %1$s -p %2$d demo@%6$s          the prompt: help, Tab, create, show, connect demo, …
                  ssh -i %1$s -p %3$s root@%4$s          the container itself

                Next:
                  ./dcm user add YOU --key ~/.ssh/id_ed25519.pub     your own account
                  curl -H "Authorization: Bearer $(./dcm token demo)" %5$s/v1/containers
                  %5$s/openapi     all requests of the REST API
                  ./dcm down                 stops DCM; the container keeps running
                """),
                key,
                installation.port(StackPort.SSH),
                ssh.path("port").asText(),
                ssh.path("address").asText(),
                installation.userUrl(),
                installation.localSshAddress());
        return 0;
    }

    /** The demo's container, running; creates or starts it if needed. */
    private JsonNode container() {
        switch (state()) {
            case "none" -> {
                awaitImage();
                shown("create", IMAGE, "--name", NAME);
            }
            case "paused" -> shown("unpause", NAME);
            case "running" -> System.out.println("container demo … already running");
            case "lost" -> {
                shown("rm", "--force", NAME);
                shown("create", IMAGE, "--name", NAME);
            }
            default -> shown("start", NAME);
        }
        return json(atGateway("show", NAME, "--json"));
    }

    /** The first start makes the base image while the worker runs already, which offers it seconds later. */
    private void awaitImage() {
        long end = System.nanoTime() + UNTIL_OFFERED.toNanos();
        while (!atGateway("images").contains(IMAGE) && System.nanoTime() < end) {
            PollDelay.whileAllIsClearedAway();
        }
    }

    private String state() {
        return json(atGateway("show", "--json"))
                .valueStream()
                .filter(container -> container.path("name").asText().equals(NAME))
                .map(container -> container.path("state").asText())
                .findFirst()
                .orElse("none");
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new StackFailure("The response of the SSH gateway is not valid JSON: %s".formatted(text), e);
        }
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
            throw new StackFailure("Cannot read the demo's key %s.pub: %s".formatted(key, e.getMessage()), e);
        }
    }

    /** Runs a command at the gateway and shows it with its output. */
    private void shown(String... words) {
        System.out.printf(
                "$ ssh -p %d demo@%s %s%n",
                installation.port(StackPort.SSH), installation.localSshAddress(), String.join(" ", words));
        atGateway(words).lines().forEach(line -> System.out.println("  " + line));
    }

    private String atGateway(String... words) {
        return ssh(
                Integer.toString(installation.port(StackPort.SSH)), NAME + "@" + installation.localSshAddress(), words);
    }

    private void seeInside(JsonNode container, String user) {
        String port = container.path("port").asText();
        String login = user + "@" + container.path("address").asText();
        System.out.printf("$ ssh -p %s %s%n", port, login);
        System.out.println("  " + ssh(port, login, LOOK));
    }

    private String ssh(String port, String login, String... words) {
        return SystemCommand.run(OpenSsh.client(key, port, login, words));
    }
}
