package dcm.shell.container;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.contract.view.ContainerViewState;
import dcm.shell.api.CommandFailure;
import dcm.shell.api.CommandInterruptedException;
import dcm.shell.api.Document;
import dcm.shell.api.ExitCode;
import dcm.shell.command.GatewayServices;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import dcm.shell.completion.ContainerCompletions;
import dcm.shell.document.ContainerDocument;
import dcm.shell.screen.PlainText;
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
    /** OpenSSH names hosts at this port without it. */
    private static final int SSH_PORT = 22;

    @Parameters(
            paramLabel = "HANDLE",
            arity = "0..*",
            completionCandidates = ContainerCompletions.class,
            description = "A container: its SSH port, its name, or at least four digits of its id; all if omitted.")
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
        List<Document<ContainerDocument>> withSsh = Containers.named(api(), handles).stream()
                .filter(container -> container.fields().hasSsh())
                .toList();
        List<Document<ContainerDocument>> reachable = withSsh.stream()
                .filter(container -> isValid(container.fields()))
                .toList();
        List<ContainerDocument> containers =
                reachable.stream().map(Document::fields).toList();
        if (json()) {
            printJson(reachable);
        } else if (knownHosts) {
            printKeys(containers);
        } else {
            printHosts(containers);
        }
        return reachable.size() == withSsh.size() ? ExitCode.DONE : ExitCode.FAILED;
    }

    /** Whether the values of a container can be in OpenSSH's files; if not, prints the reason. */
    private boolean isValid(ContainerDocument container) {
        try {
            SshValues.check(container);
            return true;
        } catch (CommandFailure failure) {
            screen().printError(failure.sentence());
            return false;
        }
    }

    /** Prints one line. A line break in a value does not start another. */
    private void print(String line) {
        screen().line(PlainText.line(line));
    }

    private void printHosts(List<ContainerDocument> containers) {
        String proxyJump = jump && !containers.isEmpty() ? proxyJump() : "";
        containers.forEach(container -> printHost(container, proxyJump));
    }

    private String proxyJump() {
        String account = session().account();
        String host = session().gateway().host();
        int port = session().gateway().port();
        SshValues.checkJump(account, host, port);
        return "%s@%s:%d".formatted(account, host.contains(":") ? "[" + host + "]" : host, port);
    }

    private void printHost(ContainerDocument container, String proxyJump) {
        print("Host %s %s".formatted(container.name(), container.label()));
        if (jump) {
            print("    HostName " + container.name());
            print("    ProxyJump " + proxyJump);
        } else {
            print("    HostName " + container.ssh().address());
            print("    Port " + container.ssh().port());
        }
        print("    User " + user);
        print("    HostKeyAlias " + alias(container));
    }

    private void printKeys(List<ContainerDocument> containers) {
        printGatewayKeys(session().gateway());
        List<Optional<String>> keys = hostKeys(containers);
        for (int i = 0; i < keys.size(); i++) {
            ContainerDocument container = containers.get(i);
            keys.get(i)
                    .ifPresentOrElse(
                            key -> print(names(container) + " " + key),
                            () -> screen().printError(container.name()
                                    + " does not present the host key that DCM recorded. Check that it is running."));
        }
    }

    /** The gateway's keys. If they are not known, the keys of the containers are printed nevertheless. */
    private void printGatewayKeys(GatewayServices gateway) {
        try {
            List<String> keys = gateway.hostKeys();
            if (!keys.isEmpty()) {
                String host = gateway.host();
                int port = gateway.port();
                SshValues.checkJump(session().account(), host, port);
                String name = port == SSH_PORT ? host : "[%s]:%d".formatted(host, port);
                keys.forEach(key -> print(name + " " + key));
            }
        } catch (CommandFailure failure) {
            screen().printError(failure.sentence());
        }
    }

    /** Reads the host keys in parallel, because a server that does not answer takes until the timeout. */
    private List<Optional<String>> hostKeys(List<ContainerDocument> containers) {
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

    private Optional<String> hostKey(ContainerDocument container) {
        return container.is(ContainerViewState.RUNNING) ? session().gateway().hostKey(container) : Optional.empty();
    }

    /** Contains the container's id, because a later container can get the same port with another host key. */
    private static String alias(ContainerDocument container) {
        return "dcm-" + container.id();
    }

    private static String names(ContainerDocument container) {
        return "%s,[%s]:%s"
                .formatted(
                        alias(container),
                        container.ssh().address(),
                        container.ssh().port());
    }

    private void printJson(List<Document<ContainerDocument>> containers) {
        ArrayNode result = JsonNodeFactory.instance.arrayNode();
        List<Optional<String>> keys =
                hostKeys(containers.stream().map(Document::fields).toList());
        for (int i = 0; i < keys.size(); i++) {
            ContainerDocument container = containers.get(i).fields();
            ObjectNode one = result.addObject();
            one.put("name", container.name());
            one.set("handle", containers.get(i).json().get("handle"));
            one.put("address", container.ssh().address());
            one.put("alias", alias(container));
            keys.get(i).ifPresent(key -> one.put("hostKey", key));
        }
        screen().json(result);
    }
}
