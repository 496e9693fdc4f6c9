package dcm.stack;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./dcm host}. */
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
final class HostCommand {
    private static final String ADDRESS = "/v1/hosts/";
    private static final String ROW = "%-12s %-10s %-21s %10s %14s %18s %6s  %-12s %-28s %s%n";

    private HostCommand() {}

    private static DoorClient administrator() {
        return new People(Installation.current()).administrator();
    }

    /** {@code ./dcm host ls}. */
    @Command(name = "ls", description = "List all hosts: how they are, what they have, and what of it is given away.")
    static final class Ls implements Callable<Integer> {
        @Option(names = "--json", description = "As JSON, for programs.")
        private boolean json;

        @Override
        public Integer call() {
            JsonNode hosts = administrator().get("/v1/hosts").expectDone();
            if (json) {
                System.out.println(hosts.toPrettyString());
                return 0;
            }
            System.out.printf(
                    ROW,
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
                System.out.printf(
                        ROW,
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
                        todo == 0 ? "" : todo + ", see ./dcm doctor");
            }
            return 0;
        }
    }

    /** {@code ./dcm host cordon}. */
    @Command(
            name = "cordon",
            description = "Place nothing more on a host. What is there goes on.",
            footer = {"", "Example: ./dcm host cordon n1 --reason 'new disks on Friday'"})
    static final class Cordon implements Callable<Integer> {
        @Parameters(paramLabel = "NAME", description = "The host.")
        private String name = "";

        @Option(names = "--reason", paramLabel = "TEXT", description = "For those who would be placed there to read.")
        private String reason = "";

        @Override
        public Integer call() {
            administrator()
                    .post(
                            ADDRESS + name + "/cordon",
                            reason.isBlank() ? Map.of() : Map.of("reason", reason),
                            Duration.ZERO)
                    .expectDone();
            System.out.printf("Nothing more is placed on %s; './dcm host uncordon %s' ends that.%n", name, name);
            return 0;
        }
    }

    /** {@code ./dcm host uncordon}. */
    @Command(
            name = "uncordon",
            description = "Place containers on a host again. Those that a drain stopped stay stopped.")
    static final class Uncordon implements Callable<Integer> {
        @Parameters(paramLabel = "NAME", description = "The host.")
        private String name = "";

        @Override
        public Integer call() {
            administrator().post(ADDRESS + name + "/uncordon", Duration.ZERO).expectDone();
            System.out.printf("Containers are placed on %s again.%n", name);
            return 0;
        }
    }

    /** {@code ./dcm host drain}. */
    @Command(
            name = "drain",
            description =
                    "Take a host out of use: nothing more is placed there, people are told, and at a time what runs is stopped.",
            footer = {"", "Example: ./dcm host drain n1 --at 2027-03-31T18:00:00Z --reason 'new disks'"})
    static final class Drain implements Callable<Integer> {
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

        @Override
        public Integer call() {
            Map<String, String> request = new HashMap<>(Map.of("at", Day.end(at)));
            if (!reason.isBlank()) {
                request.put("reason", reason);
            }
            administrator()
                    .post(ADDRESS + name + "/drain", request, Duration.ZERO)
                    .expectDone();
            System.out.printf(
                    "%s is taken out of use; what still runs there at the end of %s is stopped.%n",
                    name, Day.shown(Day.end(at)));
            return 0;
        }
    }

    /** {@code ./dcm host rm}. */
    @Command(
            name = "rm",
            description = "Have a host no more that is gone for good. What was on it is lost to its owners.")
    static final class Rm implements Callable<Integer> {
        @Parameters(paramLabel = "NAME", description = "The host.")
        private String name = "";

        @Override
        public Integer call() {
            administrator().delete(ADDRESS + name, Duration.ZERO).expectDone();
            System.out.printf("There is no host %s any more.%n", name);
            return 0;
        }
    }
}
