package dcm.shell.container;

import dcm.shell.api.CommandFailure;
import dcm.shell.api.Document;
import dcm.shell.api.ExitCode;
import dcm.shell.command.DryRunOption;
import dcm.shell.command.RequestRunner;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import dcm.shell.completion.ImageCompletions;
import dcm.shell.completion.PresetCompletions;
import dcm.shell.document.ContainerDocument;
import dcm.shell.document.ContainerDocument.Port;
import dcm.shell.document.IntentDocument;
import dcm.shell.document.IntentDocument.Member;
import dcm.shell.screen.ProgressDisplay;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "create",
        description =
                "Create a container from an image and start it. Prints the SSH command to log in. The SSH port and the"
                        + " name can be used as the container's handle. Several containers, and in a pipe also one, are printed as a table.",
        footer = {
            "",
            "Your home directories, /root and /home/YOU, are the same in all your containers. A command runs in"
                    + " addition to the SSH server whenever the container starts. Put it last, after --.",
            "",
            "Examples: create debian-ssh",
            "          create debian-ssh -p 9080 --name web",
            "          create debian-ssh --count 3 --names node-{n} --memory 256",
            "          create debian-ssh -p 9090 -- python3 -m http.server 9090",
            "          create debian-ssh --count 3 --dry-run"
        })
public final class CreateCommand extends ShellCommand {
    private static final Pattern PORT = Pattern.compile("\\d{1,5}(/(tcp|udp))?(@[0-9A-Fa-f.:]+)?");

    @Parameters(
            index = "0",
            paramLabel = "IMAGE",
            completionCandidates = ImageCompletions.class,
            description = "NAME or NAME:TAG, as listed by 'images'.")
    private String image = "";

    @Parameters(index = "1..*", paramLabel = "COMMAND", description = "A program and its arguments.")
    private List<String> command = new ArrayList<>();

    @Option(names = "--name", paramLabel = "NAME", description = "The container's name; generated if omitted.")
    private @Nullable String name;

    @Option(
            names = {"-p", "--publish"},
            paramLabel = "PORT",
            split = ",",
            description =
                    "A port to publish under the same number, such as 9080 or 5353/udp, on the first address of the"
                            + " host where all these ports are free, or 9080@ADDRESS. Can be repeated. The port stays reserved until the"
                            + " container is removed, even while it is stopped.")
    private List<String> ports = new ArrayList<>();

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            completionCandidates = PresetCompletions.class,
            description = "A preset that an administrator granted to you; see 'presets'.")
    private @Nullable String preset;

    @Option(names = "--cpus", paramLabel = "N", description = "CPUs, such as 0.5; the default if omitted.")
    private @Nullable BigDecimal cpus;

    @Option(names = "--memory", paramLabel = "MIB", description = "Memory in MiB; the default if omitted.")
    private @Nullable Integer memory;

    @Option(
            names = {"-e", "--env"},
            paramLabel = "NAME=VALUE",
            description = "A variable for the command and sessions; do not pass secrets. Can be repeated.")
    private Map<String, String> environment = new LinkedHashMap<>();

    @Option(
            names = "--label",
            paramLabel = "NAME=VALUE",
            description = "A label; its name begins with 'user.'. Can be repeated.")
    private Map<String, String> labels = new LinkedHashMap<>();

    @Option(names = "--workdir", paramLabel = "PATH", description = "The working directory of the command.")
    private @Nullable String workingDirectory;

    @Option(names = "--time-zone", paramLabel = "ZONE", description = "The time zone, such as Europe/Berlin.")
    private @Nullable String timeZone;

    @Option(names = "--count", paramLabel = "N", description = "Create this many equal containers, all or none.")
    private @Nullable Integer count;

    @Option(
            names = "--names",
            paramLabel = "PATTERN",
            description = "Names of the containers of --count. {n} becomes 1, 2, 3.")
    private @Nullable String namePattern;

    @Option(names = "--host", paramLabel = "NAME", description = "The only host on which the container may run.")
    private @Nullable String host;

    @Option(
            names = "--on",
            paramLabel = "LABEL",
            split = ",",
            description = "A label that the host must have, such as gpu. Can be repeated.")
    private List<String> on = new ArrayList<>();

    @Option(
            names = "--apart",
            description = "Place each container of --count on another host while there are enough hosts. They find one"
                    + " another by name only if the hosts' networks are connected (DCM_SWARM).")
    private boolean apart;

    @Option(names = "--together", description = "Place all containers of --count on one host; the default.")
    private boolean together;

    @Option(
            names = {"-q", "--quiet"},
            description = "Print only the SSH port.")
    private boolean quiet;

    @Option(
            names = {"-t", "--connect"},
            description = "Open a session in the container when it runs.")
    private boolean connect;

    @Mixin
    private DryRunOption dryRun = new DryRunOption();

    CreateCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        if (connect && count != null) {
            throw new CommandFailure(
                    ExitCode.USAGE, "Cannot open a session in several containers. Omit --count or -t.");
        }
        if (name != null && name.contains("{n}")) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "--name is the name of one container. For the names of several: --count 3 --names " + name);
        }
        if (apart && together) {
            throw new CommandFailure(ExitCode.USAGE, "Use either --apart or --together.");
        }
        if (!command.isEmpty() && PORT.matcher(command.getFirst()).matches()) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "'%1$s' would run as a command. To publish the port: -p %1$s. Put a command after --."
                            .formatted(command.getFirst()));
        }
        if (dryRun.isGiven()) {
            return dryRun(api().post(dryRun.on("/v1/containers"), request()));
        }
        IntentDocument intent;
        try (var progress = new ProgressDisplay(screen(), count == null ? 1 : count)) {
            intent = new RequestRunner(api(), progress)
                    .done(name == null ? image : name, () -> api().post("/v1/containers", request()))
                    .fields();
        }
        if (intent.isBatch()) {
            return printAll(intent);
        }
        Document<ContainerDocument> container = Containers.after(api(), intent.container(), intent);
        printCreated(container);
        return connect ? exit(session().gateway().connect(container.fields(), "root", List.of())) : ExitCode.DONE;
    }

    private static ExitCode exit(int code) {
        return code == 0 ? ExitCode.DONE : ExitCode.FAILED;
    }

    private Map<String, Object> request() {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("image", image);
        put(request, "name", name);
        put(request, "preset", preset);
        put(request, "cpus", cpus);
        put(request, "memoryMiB", memory);
        put(request, "workingDirectory", workingDirectory);
        put(request, "timeZone", timeZone);
        put(request, "count", count);
        put(request, "namePattern", namePattern);
        put(
                request,
                "ports",
                ports.isEmpty()
                        ? null
                        : ports.stream().map(port -> port.split("@", 2)[0]).toList());
        put(request, "address", address());
        put(request, "host", host);
        put(request, "on", on.isEmpty() ? null : on);
        put(request, "spread", apart ? "apart" : together ? "together" : null);
        put(request, "environment", environment.isEmpty() ? null : environment);
        put(request, "labels", labels.isEmpty() ? null : labels);
        put(request, "command", command.isEmpty() ? null : command);
        return request;
    }

    /** All ports of a container are on one address. */
    private @Nullable String address() {
        List<String> addresses = ports.stream()
                .map(port -> port.split("@", 2))
                .filter(parts -> parts.length == 2)
                .map(parts -> parts[1])
                .distinct()
                .toList();
        if (addresses.size() > 1) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "All ports of a container are published on one address; got %s."
                            .formatted(String.join(" and ", addresses)));
        }
        return addresses.isEmpty() ? null : addresses.getFirst();
    }

    private static void put(Map<String, Object> request, String field, @Nullable Object value) {
        if (value != null) {
            request.put(field, value);
        }
    }

    private void printCreated(Document<ContainerDocument> container) {
        if (json()) {
            screen().json(container.json());
        } else if (!screen().terminal()) {
            print(List.of(container.fields()));
        } else if (quiet) {
            screen().line(container.fields().label());
        } else {
            screen().line(container.fields().ssh().command());
            printLogin(container.fields());
        }
    }

    private void print(List<ContainerDocument> containers) {
        if (quiet) {
            containers.forEach(container -> screen().line(container.label()));
        } else {
            ContainerDetails.created(containers, screen());
        }
    }

    private void printLogin(ContainerDocument container) {
        screen().printError("%s is running on %s. The command above logs in as root. To log in as yourself:"
                .formatted(container.name(), container.host()));
        screen().printErrorUnwrapped(container.ssh().userCommand());
        for (Port port : container.ports()) {
            screen().printError("Port %s is published at %s:%s (%s)."
                    .formatted(port.port(), port.address(), port.port(), port.protocol()));
        }
    }

    /** Each container has its own outcome. */
    private ExitCode printAll(IntentDocument intent) {
        List<Document<ContainerDocument>> made = new ArrayList<>();
        ExitCode exit = ExitCode.DONE;
        for (Member member : intent.containers()) {
            if (member.isDone()) {
                made.add(Containers.after(api(), member.container(), intent));
            } else {
                CommandFailure failure = RequestRunner.failure(member.status(), member.problem());
                printFailure(failure);
                exit = exit.or(failure.exit());
            }
        }
        if (json()) {
            screen().json(made.stream().map(Document::json).toList());
        } else if (!made.isEmpty()) {
            print(made.stream().map(Document::fields).toList());
        }
        return exit;
    }
}
