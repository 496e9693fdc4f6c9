package dcm.stack.command;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dcm.contract.identity.HostName;
import dcm.contract.identity.InvalidValueException;
import dcm.join.JoinToken;
import dcm.shell.admin.HostCommand;
import dcm.shell.command.Session;
import dcm.stack.installation.Installation;
import dcm.stack.join.HostInvitation;
import dcm.stack.join.HostJoin;
import dcm.stack.join.HostJoin.Choices;
import dcm.stack.join.HostSwarm;
import dcm.stack.lifecycle.Stack;
import dcm.stack.machine.CommandName;
import dcm.stack.machine.StackFailure;
import dcm.stack.part.PartProcesses;
import dcm.stack.part.PartTarget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The additions of {@code ./dcm host}, which need access to this machine. */
final class LocalHostCommands {
    private static final Duration VALIDITY = Duration.ofHours(1);

    private static final int MAX_TOKEN = 4096;

    private LocalHostCommands() {}

    /** {@code ./dcm host invite}. */
    @Command(
            name = "invite",
            description = "Create a token with which another machine can join as a host, once and within one hour.",
            footer = {"", "Example: host invite n2"})
    static final class Invite implements Callable<Integer> {
        @Parameters(paramLabel = "NAME", description = "The name of the new host.")
        private String name = "";

        @Option(names = "--json", description = "Print JSON.")
        private boolean json;

        @Override
        public Integer call() {
            HostInvitation.Created created =
                    new HostInvitation(Installation.current()).create(hostName(name), VALIDITY);
            String token = created.token().encode();
            if (json) {
                System.out.println(new JsonMapper()
                        .createObjectNode()
                        .put("host", name)
                        .put("token", token)
                        .put("expires", created.expires().toString()));
                return 0;
            }
            System.out.printf("""
                    On the other machine, run this within one hour to make it the host %s (in an archive or source tree: ./dcm):

                      dcm host join

                    and enter this token. It is as secret as a password, and can be used once.

                    %s
                    """, name, token);
            return 0;
        }
    }

    /** {@code ./dcm host join}. */
    @Command(
            name = "join",
            description = "Make this machine a host of the installation that created the token, and start its worker.",
            footer = {"", "Example: host join --alias 192.168.1.12"})
    static final class Join implements Callable<Integer> {
        @Parameters(
                paramLabel = "TOKEN",
                arity = "0..1",
                description =
                        "The token that 'host invite' printed there. Without it, the command reads it from standard input"
                                + " or asks for it, so that other users of this machine do not see it in the list of"
                                + " processes.")
        private String token = "";

        @Option(
                names = "--address",
                paramLabel = "ADDRESS",
                description = "The address at which the other machines reach this one. Default: the one from which this"
                        + " machine connects to them.")
        private Optional<String> address = Optional.empty();

        @Option(
                names = "--alias",
                paramLabel = "ADDRESS",
                split = ",",
                description = "Address on which containers' ports are published; can be repeated. SSH ports are on the"
                        + " first. Default: this machine's address.")
        private List<String> aliases = new ArrayList<>();

        @Option(
                names = "--ssh-ports",
                paramLabel = "FIRST-LAST",
                description = "Containers' SSH ports, which no other host may have. Default: a free range.")
        private Optional<String> sshPorts = Optional.empty();

        @Option(names = "--storage", paramLabel = "DIRECTORY", description = "Directory of users' home directories.")
        private Optional<Path> storage = Optional.empty();

        @Override
        public Integer call() {
            JoinToken parsed = valid(() -> JoinToken.parse(token.isEmpty() ? readToken() : token));
            Installation here = Installation.current();
            if (new Stack(here).parts().stream().anyMatch(part -> part.pid().isPresent())) {
                throw new StackFailure("DCM runs on this machine. First run: ./dcm down");
            }
            Installation joined = new HostJoin(here)
                    .join(parsed, new Choices(address, aliases, sshPorts, storage.map(Path::toAbsolutePath)));
            System.out.printf("Joined %s. Starting the worker.%n", parsed.server());
            start(joined);
            System.out.printf(CommandName.in("""

                    This machine is the host %s. SSH ports %s on %s.
                    Next: ./dcm host ls (at the installation), ./dcm status (here)
                    """), joined.hostName(), joined.sshPorts(), joined.aliases());
            return 0;
        }
    }

    /** What the unit of a joined host's worker does before each start of it. */
    @Command(
            name = "prepare",
            hidden = true,
            description = "Renew the certificate of this host, and add its addresses.")
    static final class Prepare implements Callable<Integer> {
        @Override
        public Integer call() {
            new Stack(Installation.current()).prepareHost(System.out::println);
            return 0;
        }
    }

    private static void start(Installation joined) {
        try {
            new Stack(joined).upSupervised(System.out::println);
            if (PartProcesses.areUnits(joined)) {
                System.out.printf("systemd starts the worker with this machine: %s%n", PartTarget.NAME);
            }
        } catch (StackFailure e) {
            throw new StackFailure("""
                    %s
                    This machine has joined as %s, and the token is used. When you have corrected the problem, run:
                    ./dcm up. To join with other options, run ./dcm down, and join with a new token: ./dcm host invite %s""".formatted(e.getMessage(), joined.hostName(), joined.hostName()), e);
        }
    }

    /** The token, which the script {@code dcm} has asked for before the build and passes by standard input. */
    private static String readToken() {
        try {
            return new String(System.in.readNBytes(MAX_TOKEN), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new StackFailure("Cannot read the join token from standard input: " + e.getMessage(), e);
        }
    }

    /** {@code ./dcm host rm}. */
    static final class Rm extends HostCommand.Rm {
        Rm(Session session) {
            super(session);
        }

        /**
         * Otherwise, a heartbeat after the removal would make it a host again. The own worker of the installation keeps its access: it
         * registers this machine again, for example with a new engine.
         */
        @Override
        protected void removing(String host) {
            if (isOther(host)) {
                invitation().suspend(hostName(host));
            }
        }

        @Override
        protected void kept(String host) {
            if (isOther(host)) {
                invitation().resume(hostName(host));
            }
        }

        @Override
        protected void removed(String host) {
            if (!isOther(host)) {
                return;
            }
            try {
                new HostSwarm(Installation.current()).remove(hostName(host));
            } finally {
                invitation().withdraw(hostName(host));
            }
        }

        private static boolean isOther(String host) {
            return !Installation.current().hostName().equals(host);
        }

        private static HostInvitation invitation() {
            return new HostInvitation(Installation.current());
        }
    }

    private static HostName hostName(String name) {
        return valid(() -> new HostName(name));
    }

    /** Reports an invalid argument as a sentence. */
    private static <T> T valid(Supplier<T> argument) {
        try {
            return argument.get();
        } catch (InvalidValueException e) {
            throw new StackFailure(String.valueOf(e.getMessage()), e);
        }
    }
}
