package dcm.shell.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.contract.report.Finding;
import dcm.contract.view.ContainerViewState;
import dcm.shell.api.ApiResponse;
import dcm.shell.api.ExitCode;
import dcm.shell.command.DryRunOption;
import dcm.shell.command.Session;
import dcm.shell.document.AccountDocument;
import dcm.shell.document.HoldingsDocument;
import dcm.shell.document.HoldingsDocument.HeldContainer;
import dcm.shell.document.HostDocument;
import dcm.shell.document.HostDocument.Use;
import dcm.shell.screen.TextTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "host",
        description = "Manage the hosts on which containers run.",
        subcommands = {
            HostCommand.Ls.class,
            HostCommand.Cordon.class,
            HostCommand.Uncordon.class,
            HostCommand.Drain.class,
            HostCommand.Label.class,
            HostCommand.Rm.class,
            HostCommand.Recreate.class
        })
public final class HostCommand {
    private static final String ADDRESS = "/v1/hosts";

    private HostCommand() {}

    @Command(name = "ls", description = "List all hosts with their status, resources and allocations.")
    public static final class Ls extends ListCommand<HostDocument> {

        Ls(Session session) {
            super(session, ADDRESS, HostDocument.class);
        }

        @Override
        void print(List<HostDocument> hosts) {
            var table = new TextTable(
                    "NAME",
                    "STATUS",
                    "LAST SEEN",
                    "CONTAINERS",
                    "CPUS",
                    "MEMORY MIB",
                    "PORTS",
                    "SSH PORTS",
                    "ADDRESSES",
                    "LABELS",
                    "FINDINGS");
            for (HostDocument host : hosts) {
                Use use = host.use();
                long todo = host.findings().stream()
                        .filter(finding -> !finding.is(Finding.Level.OK))
                        .count();
                table.row(
                        host.name(),
                        host.status(),
                        host.lastSeen().replaceFirst("\\..*", "Z"),
                        use.running() + "/" + use.containers(),
                        use.cpus() + "/" + host.cpus(),
                        use.memoryMiB() + "/" + host.memoryMiB(),
                        use.ports(),
                        host.sshPorts(),
                        String.join(",", host.aliases()),
                        String.join(",", host.labels()),
                        todo == 0 ? "" : todo + ", see doctor");
            }
            table.print(screen());
        }
    }

    @Command(
            name = "cordon",
            description = "Stop placing containers on a host. Existing containers keep running.",
            footer = {"", "Example: host cordon n1 --reason 'new disks on Friday'"})
    public static final class Cordon extends ResourceCommand {
        @Option(
                names = "--reason",
                paramLabel = "TEXT",
                description = "The reason, shown to users whose container cannot be placed.")
        private String reason = "";

        @Mixin
        private DryRunOption dryRun = new DryRunOption();

        Cordon(Session session) {
            super(session, ADDRESS);
        }

        @Override
        protected ExitCode run() {
            return outcome(
                    dryRun,
                    api().post(
                                    dryRun.on(address() + "/cordon"),
                                    reason.isBlank() ? Map.of() : Map.of("reason", reason)),
                    "No more containers are placed on %1$s. To undo this: host uncordon %1$s",
                    name());
        }
    }

    @Command(
            name = "uncordon",
            description = "Place containers on a host again. Containers that a drain stopped stay stopped.")
    public static final class Uncordon extends ResourceCommand {
        @Mixin
        private DryRunOption dryRun = new DryRunOption();

        Uncordon(Session session) {
            super(session, ADDRESS);
        }

        @Override
        protected ExitCode run() {
            return outcome(
                    dryRun,
                    api().post(dryRun.on(address() + "/uncordon")),
                    "Containers are placed on %s again.",
                    name());
        }
    }

    @Command(
            name = "drain",
            description =
                    "Drain a host: place no more containers there, notify the owners, and stop the containers at TIME.",
            footer = {"", "Example: host drain n1 --at 2027-03-31T18:00:00Z --reason 'new disks'"})
    public static final class Drain extends ResourceCommand {
        @Option(
                names = "--at",
                paramLabel = "TIME",
                required = true,
                description = "When to stop the containers: the end of a day, in UTC, or a time such"
                        + " as 2027-03-31T18:00:00Z.")
        private String at = "";

        @Option(
                names = "--reason",
                paramLabel = "TEXT",
                description = "The reason, shown to the owners of the containers.")
        private String reason = "";

        @Mixin
        private DryRunOption dryRun = new DryRunOption();

        Drain(Session session) {
            super(session, ADDRESS);
        }

        @Override
        protected ExitCode run() {
            Map<String, String> request = new HashMap<>(Map.of("at", DateTimeArgument.end(at)));
            if (!reason.isBlank()) {
                request.put("reason", reason);
            }
            return outcome(
                    dryRun,
                    api().post(dryRun.on(address() + "/drain"), request),
                    "%s is being drained. Containers that still run there at the end of %s are stopped.",
                    name(),
                    DateTimeArgument.shown(DateTimeArgument.end(at)));
        }
    }

    @Command(
            name = "label",
            description = "Add labels to a host. Users request them with 'create --on'.",
            footer = {"", "Examples: host label n1 gpu fast", "          host label n1 fast --remove"})
    public static final class Label extends ResourceCommand {
        @Parameters(index = "1..*", arity = "1..*", paramLabel = "LABEL", description = "Labels, such as gpu.")
        private List<String> labels = new ArrayList<>();

        @Option(names = "--remove", description = "Remove the labels instead.")
        private boolean remove;

        @Mixin
        private DryRunOption dryRun = new DryRunOption();

        Label(Session session) {
            super(session, ADDRESS);
        }

        @Override
        protected ExitCode run() {
            Set<String> all =
                    new TreeSet<>(api().get(address()).read(HostDocument.class).labels());
            if (remove) {
                labels.forEach(all::remove);
            } else {
                all.addAll(labels);
            }
            return outcome(
                    dryRun,
                    api().put(dryRun.on(address() + "/labels"), Map.of("labels", all)),
                    "%s has %s.",
                    name(),
                    all.isEmpty() ? "no labels" : "the labels " + String.join(", ", all));
        }
    }

    @Command(
            name = "rm",
            description =
                    "Remove a host that is permanently gone. Everything stored on it is lost. Its containers are kept as"
                            + " lost, and can be recreated on other hosts.")
    public static class Rm extends ResourceCommand.Rm {
        protected Rm(Session session) {
            super(session, ADDRESS, "The host %s is removed.");
        }
    }

    @Command(
            name = "recreate",
            description =
                    "Create all containers again that were lost with a host: on the same host if it is back, such as after"
                            + " 'dcm restore', else on other hosts.",
            footer = {
                "",
                "Each container keeps its specification. Its host key is new, and its SSH port can change. Home directories"
                        + " that only a removed host had are empty; those that were restored are kept.",
                "",
                "Example: host recreate n2"
            })
    public static final class Recreate extends ResourceCommand {
        Recreate(Session session) {
            super(session, ADDRESS);
        }

        @Override
        protected ExitCode run() {
            ArrayNode results = JsonNodeFactory.instance.arrayNode();
            ExitCode exit = ExitCode.DONE;
            List<AccountDocument> accounts = api().get("/v1/users").items(AccountDocument.class).stream()
                    .filter(account -> account.removal() == null)
                    .toList();
            for (AccountDocument account : accounts) {
                for (HeldContainer container : lost(account.name())) {
                    exit = exit.or(recreate(account.name(), container, results.addObject()));
                }
            }
            if (json()) {
                screen().json(results);
            } else if (results.isEmpty()) {
                say("No container is lost with the host %s.%s", name(), present());
            }
            return exit;
        }

        /** What to do about a host that is not removed, whose containers are not lost. */
        private String present() {
            ApiResponse host = api().get(address());
            if (host.status() >= 400) {
                return "";
            }
            HostDocument document = host.read(HostDocument.class);
            return document.isUnreachable()
                    ? (" It is unreachable, last reported at %s, and may still run its containers. Wait until it reports"
                                    + " again; or, if it is gone for good, remove it first: host rm %s")
                            .formatted(document.lastSeen(), name())
                    : " It is not removed, and its status is " + document.status() + ".";
        }

        private List<HeldContainer> lost(String account) {
            return api().get("/v1/holdings/" + account).read(HoldingsDocument.class).containers().stream()
                    .filter(container ->
                            ContainerViewState.LOST.is(container.state()) && name().equals(container.host()))
                    .toList();
        }

        /** Recreates one container. A failure is reported, and does not stop the others. */
        private ExitCode recreate(String account, HeldContainer container, ObjectNode result) {
            result.put("account", account).put("container", container.id()).put("name", container.name());
            ApiResponse answer = api().post("/v1/users/" + account + "/containers/" + container.id() + "/recreate");
            boolean done = answer.status() < 400;
            if (done) {
                progress("%s of %s is being recreated.", container.name(), account);
            } else {
                result.set("problem", answer.body());
                screen().printError("%s of %s: %s"
                        .formatted(container.name(), account, answer.problem().detail()));
            }
            return done ? ExitCode.DONE : ExitCode.FAILED;
        }
    }
}
