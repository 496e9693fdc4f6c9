package dcm.shell.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.shell.api.Exit;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import dcm.shell.screen.Table;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "host",
        description = "The hosts on which containers run.",
        subcommands = {
            HostCommand.Ls.class,
            HostCommand.Cordon.class,
            HostCommand.Uncordon.class,
            HostCommand.Drain.class,
            HostCommand.Rm.class
        })
public final class HostCommand {
    private static final String ADDRESS = "/v1/hosts/";

    private HostCommand() {}

    @Command(name = "ls", description = "List all hosts: how they are, what they have, and what of it is given away.")
    public static final class Ls extends ShellCommand {

        Ls(Session session) {
            super(session);
        }

        @Override
        protected Exit run() {
            JsonNode hosts = api().get("/v1/hosts").expectDone();
            if (json()) {
                screen().json(hosts);
                return Exit.DONE;
            }
            var table = new Table(
                    "NAME",
                    "STATUS",
                    "LAST SEEN",
                    "CONTAINERS",
                    "CPUS",
                    "MEMORY MIB",
                    "PORTS",
                    "SSH PORTS",
                    "ADDRESSES",
                    "TO DO");
            for (JsonNode host : hosts.path("items")) {
                JsonNode use = host.path("use");
                long todo = host.path("findings")
                        .valueStream()
                        .filter(finding -> !finding.path("level").asText().equals("ok"))
                        .count();
                table.row(
                        host.path("name").asText(),
                        host.path("status").asText(),
                        host.path("lastSeen").asText().replaceFirst("\\..*", "Z"),
                        use.path("running").asText() + "/"
                                + use.path("containers").asText(),
                        use.path("cpus").asText() + "/" + host.path("cpus").asText(),
                        use.path("memoryMiB").asText() + "/"
                                + host.path("memoryMiB").asText(),
                        use.path("ports").asText(),
                        host.path("sshPorts").asText(),
                        host.path("aliases").valueStream().map(JsonNode::asText).collect(Collectors.joining(",")),
                        todo == 0 ? "" : todo + ", see doctor");
            }
            table.print(screen());
            return Exit.DONE;
        }
    }

    @Command(
            name = "cordon",
            description = "Place nothing more on a host. What is there goes on.",
            footer = {"", "Example: host cordon n1 --reason 'new disks on Friday'"})
    public static final class Cordon extends ShellCommand {
        @Parameters(paramLabel = "NAME", description = "The host.")
        private String name = "";

        @Option(names = "--reason", paramLabel = "TEXT", description = "For those who would be placed there to read.")
        private String reason = "";

        Cordon(Session session) {
            super(session);
        }

        @Override
        protected Exit run() {
            api().post(ADDRESS + name + "/cordon", reason.isBlank() ? Map.of() : Map.of("reason", reason))
                    .expectDone();
            say("Nothing more is placed on %s; 'host uncordon %s' ends that.", name, name);
            return Exit.DONE;
        }
    }

    @Command(
            name = "uncordon",
            description = "Place containers on a host again. Those that a drain stopped stay stopped.")
    public static final class Uncordon extends ShellCommand {
        @Parameters(paramLabel = "NAME", description = "The host.")
        private String name = "";

        Uncordon(Session session) {
            super(session);
        }

        @Override
        protected Exit run() {
            api().post(ADDRESS + name + "/uncordon").expectDone();
            say("Containers are placed on %s again.", name);
            return Exit.DONE;
        }
    }

    @Command(
            name = "drain",
            description =
                    "Take a host out of use: nothing more is placed there, people are told, and at a time what runs is stopped.",
            footer = {"", "Example: host drain n1 --at 2027-03-31T18:00:00Z --reason 'new disks'"})
    public static final class Drain extends ShellCommand {
        @Parameters(paramLabel = "NAME", description = "The host.")
        private String name = "";

        @Option(
                names = "--at",
                paramLabel = "TIME",
                required = true,
                description = "When what still runs there is stopped: a day's end, here, or a time such as"
                        + " 2027-03-31T18:00:00Z.")
        private String at = "";

        @Option(names = "--reason", paramLabel = "TEXT", description = "For those whose containers are there to read.")
        private String reason = "";

        Drain(Session session) {
            super(session);
        }

        @Override
        protected Exit run() {
            Map<String, String> request = new HashMap<>(Map.of("at", Day.end(at)));
            if (!reason.isBlank()) {
                request.put("reason", reason);
            }
            api().post(ADDRESS + name + "/drain", request).expectDone();
            say(
                    "%s is taken out of use; what still runs there at the end of %s is stopped.",
                    name, Day.shown(Day.end(at)));
            return Exit.DONE;
        }
    }

    @Command(
            name = "rm",
            description = "Have a host no more that is gone for good. What was on it is lost to its owners.")
    public static final class Rm extends ShellCommand {
        @Parameters(paramLabel = "NAME", description = "The host.")
        private String name = "";

        Rm(Session session) {
            super(session);
        }

        @Override
        protected Exit run() {
            api().delete(ADDRESS + name).expectDone();
            say("There is no host %s any more.", name);
            return Exit.DONE;
        }
    }
}
