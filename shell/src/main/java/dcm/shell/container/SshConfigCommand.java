package dcm.shell.container;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.shell.api.CommandInterruptedException;
import dcm.shell.api.ExitCode;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import dcm.shell.completion.ContainerCompletions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "ssh-config",
        description =
                "Print lines for ~/.ssh/config, so that 'ssh NAME' works, or for ~/.ssh/known_hosts, so that the first"
                        + " login does not ask for confirmation. A host key is printed only if the container's SSH"
                        + " server presents the key that DCM recorded when the container was created.",
        footer = {
            "",
            "Examples: ssh -p 2222 alice@host ssh-config >> ~/.ssh/config",
            "          ssh -p 2222 alice@host ssh-config --known-hosts >> ~/.ssh/known_hosts",
            "          ssh -p 2222 alice@host ssh-config --jump >> ~/.ssh/config"
        })
public final class SshConfigCommand extends ShellCommand {
    @Parameters(
            paramLabel = "HANDLE",
            arity = "0..*",
            completionCandidates = ContainerCompletions.class,
            description = "A container: its SSH port, its name, or the beginning of its id; all if omitted.")
    private List<String> handles = new ArrayList<>();

    @Option(names = "--known-hosts", description = "Print lines for ~/.ssh/known_hosts.")
    private boolean knownHosts;

    @Option(names = "--jump", description = "Connect through this gateway, if only its port is reachable.")
    private boolean jump;

    @Option(
            names = {"-u", "--user"},
            paramLabel = "USER",
            defaultValue = "root",
            description = "The user to log in as; ${DEFAULT-VALUE} by default.")
    private String user = "root";

    SshConfigCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        List<JsonNode> containers = handles.isEmpty()
                ? Containers.all(api())
                : handles.stream().map(handle -> Containers.one(api(), handle)).toList();
        List<JsonNode> reachable =
                containers.stream().filter(container -> container.has("ssh")).toList();
        if (json()) {
            tellPrograms(reachable);
        } else if (knownHosts) {
            tellKeys(reachable);
        } else {
            reachable.forEach(this::tellHost);
        }
        return ExitCode.DONE;
    }

    private void tellHost(JsonNode container) {
        screen().line("Host %s %s".formatted(container.path("name").asText(), Containers.label(container)));
        if (jump) {
            screen().line("    HostName " + container.path("name").asText());
            screen().line("    ProxyJump %s@%s:%d"
                    .formatted(
                            session().account(),
                            session().gateway().host(),
                            session().gateway().port()));
        } else {
            screen().line("    HostName "
                    + container.path("ssh").path("address").asText());
            screen().line("    Port " + container.path("ssh").path("port").asText());
        }
        screen().line("    User " + user);
        screen().line("    HostKeyAlias " + alias(container));
    }

    private void tellKeys(List<JsonNode> containers) {
        List<Optional<String>> keys = hostKeys(containers);
        for (int i = 0; i < keys.size(); i++) {
            JsonNode container = containers.get(i);
            keys.get(i)
                    .ifPresentOrElse(
                            key -> screen().line(names(container) + " " + key),
                            () -> screen().aside(container.path("name").asText()
                                    + " does not present the host key that DCM recorded. Check that it is running."));
        }
    }

    /** Reads the host keys in parallel, because a server that does not answer takes until the timeout. */
    private List<Optional<String>> hostKeys(List<JsonNode> containers) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Optional<String>> keys = new ArrayList<>();
            for (Future<Optional<String>> key : containers.stream()
                    .map(container -> threads.submit(() -> hostKey(container)))
                    .toList()) {
                keys.add(key.get());
            }
            return keys;
        } catch (InterruptedException e) {
            throw new CommandInterruptedException();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private Optional<String> hostKey(JsonNode container) {
        return container.path("state").asText().equals("running")
                ? session().gateway().hostKey(container.path("ssh"))
                : Optional.empty();
    }

    /** Contains the container's id, because a later container can get the same port with another host key. */
    private static String alias(JsonNode container) {
        return "dcm-" + container.path("id").asText();
    }

    private static String names(JsonNode container) {
        JsonNode ssh = container.path("ssh");
        return "%s,[%s]:%s"
                .formatted(
                        alias(container),
                        ssh.path("address").asText(),
                        ssh.path("port").asText());
    }

    private void tellPrograms(List<JsonNode> containers) {
        ArrayNode result = JsonNodeFactory.instance.arrayNode();
        List<Optional<String>> keys = hostKeys(containers);
        for (int i = 0; i < keys.size(); i++) {
            JsonNode container = containers.get(i);
            ObjectNode one = result.addObject();
            one.set("name", container.path("name"));
            one.set("handle", container.path("handle"));
            one.set("address", container.path("ssh").path("address"));
            one.put("alias", alias(container));
            keys.get(i).ifPresent(key -> one.put("hostKey", key));
        }
        screen().json(result);
    }
}
