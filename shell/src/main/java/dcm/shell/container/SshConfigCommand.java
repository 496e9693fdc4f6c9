package dcm.shell.container;

import static java.util.stream.Collectors.toSet;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.contract.view.ContainerViewState;
import dcm.shell.Program;
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
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.IntStream;
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
            "Examples: " + Program.FROM_OUTSIDE + "ssh-config >> ~/.ssh/config",
            "          " + Program.FROM_OUTSIDE + "ssh-config --known-hosts >> ~/.ssh/known_hosts",
            "          " + Program.FROM_OUTSIDE + "ssh-config --jump >> ~/.ssh/config"
        })
public final class SshConfigCommand extends ShellCommand {
    /** OpenSSH names hosts at this port without it. */
    private static final int SSH_PORT = 22;

    private static final int AT_A_TIME = 16;

    @Parameters(
            paramLabel = "HANDLE",
            arity = "0..*",
            completionCandidates = ContainerCompletions.class,
            description = "A container: its SSH port, its name, or at least four digits of its id; all if omitted.")
    private List<String> handles = new ArrayList<>();

    @Option(names = "--known-hosts", description = "Print lines for ~/.ssh/known_hosts.")
    private boolean knownHosts;

    @Option(
            names = "--jump",
            description =
                    "Connect through the SSH gateway. The program dcm chooses this for containers that it cannot reach.")
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
        List<Document<ContainerDocument>> valid = withSsh.stream()
                .filter(container -> isValid(container.fields()))
                .toList();
        List<ContainerDocument> containers =
                valid.stream().map(Document::fields).toList();
        boolean complete = valid.size() == withSsh.size();
        if (json()) {
            printJson(valid);
        } else if (knownHosts) {
            complete &= printKeys(containers);
        } else {
            printHosts(containers);
        }
        return complete ? ExitCode.DONE : ExitCode.FAILED;
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
        Set<ContainerDocument> jumps = jumps(containers);
        String proxyJump = jumps.isEmpty() ? "" : proxyJump();
        containers.forEach(container -> printHost(container, jumps.contains(container) ? proxyJump : ""));
    }

    /** The containers to which ssh must jump. */
    private Set<ContainerDocument> jumps(List<ContainerDocument> containers) {
        if (jump) {
            return Set.copyOf(containers);
        }
        List<Boolean> needed = inParallel(containers, session().gateway()::needsJump);
        return IntStream.range(0, containers.size())
                .filter(needed::get)
                .mapToObj(containers::get)
                .collect(toSet());
    }

    private String proxyJump() {
        String account = session().account();
        String host = session().gateway().host();
        int port = session().gateway().port();
        SshValues.checkJump(account, host, port);
        return "%s@%s:%d".formatted(account, host.contains(":") ? "[" + host + "]" : host, port);
    }

    /** @param proxyJump empty: ssh connects directly */
    private void printHost(ContainerDocument container, String proxyJump) {
        print("Host %s %s".formatted(container.name(), container.label()));
        if (proxyJump.isEmpty()) {
            print("    HostName " + container.ssh().address());
            print("    Port " + container.ssh().port());
        } else {
            print("    HostName " + container.name());
            print("    ProxyJump " + proxyJump);
        }
        print("    User " + user);
        print("    HostKeyAlias " + alias(container));
    }

    /** @return whether the keys of all running containers were printed */
    private boolean printKeys(List<ContainerDocument> containers) {
        printGatewayKeys(session().gateway());
        boolean complete = true;
        List<HostKey> keys = hostKeys(containers);
        for (int i = 0; i < keys.size(); i++) {
            ContainerDocument container = containers.get(i);
            HostKey key = keys.get(i);
            if (key.line().isPresent()) {
                print(names(container) + " " + key.line().get());
            } else {
                screen().printError(key.reason());
                complete &= !container.is(ContainerViewState.RUNNING);
            }
        }
        return complete;
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

    private List<HostKey> hostKeys(List<ContainerDocument> containers) {
        return inParallel(containers, this::hostKey);
    }

    /** Asks several containers at a time, because a server that does not answer takes until the timeout. */
    private static <T> List<T> inParallel(List<ContainerDocument> containers, Function<ContainerDocument, T> question) {
        try (ExecutorService threads =
                Executors.newFixedThreadPool(AT_A_TIME, Thread.ofVirtual().factory())) {
            List<T> answers = new ArrayList<>();
            for (Future<T> answer : containers.stream()
                    .map(container -> threads.submit(() -> question.apply(container)))
                    .toList()) {
                answers.add(answer.get());
            }
            return answers;
        } catch (InterruptedException e) {
            throw new CommandInterruptedException();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private HostKey hostKey(ContainerDocument container) {
        if (!container.is(ContainerViewState.RUNNING)) {
            return HostKey.unknown(
                    "%s is %s, so its host key cannot be read.".formatted(container.name(), container.state()));
        }
        try {
            return new HostKey(
                    session().gateway().hostKey(container),
                    container.name() + " does not present the host key that DCM recorded.");
        } catch (CommandFailure failure) {
            return HostKey.unknown(
                    "The host key of %s cannot be read. %s".formatted(container.name(), failure.sentence()));
        }
    }

    /**
     * A container's host key.
     *
     * @param line the key in {@code known_hosts} format, without a name
     * @param reason why there is no key
     */
    private record HostKey(Optional<String> line, String reason) {
        static HostKey unknown(String reason) {
            return new HostKey(Optional.empty(), reason);
        }
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
        List<HostKey> keys = hostKeys(containers.stream().map(Document::fields).toList());
        for (int i = 0; i < keys.size(); i++) {
            ContainerDocument container = containers.get(i).fields();
            ObjectNode one = result.addObject();
            one.put("name", container.name());
            one.set("handle", containers.get(i).json().get("handle"));
            one.put("address", container.ssh().address());
            one.put("alias", alias(container));
            keys.get(i).line().ifPresent(key -> one.put("hostKey", key));
        }
        screen().json(result);
    }
}
