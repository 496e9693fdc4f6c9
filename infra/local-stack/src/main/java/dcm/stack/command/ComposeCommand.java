package dcm.stack.command;

import dcm.stack.installation.Installation;
import dcm.stack.lifecycle.ComposedStack;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** What compose.yaml runs before and between the servers. */
@Command(
        name = "compose",
        hidden = true,
        description = "Prepare an installation whose parts run in containers.",
        subcommands = {ComposeCommand.Prepare.class, ComposeCommand.Provision.class, ComposeCommand.SignIns.class})
public final class ComposeCommand {
    private ComposeCommand() {}

    private static ComposedStack stack() {
        return new ComposedStack(Installation.current());
    }

    @Command(name = "prepare", description = "Write keys, secrets, and the configuration of each container.")
    static final class Prepare implements Callable<Integer> {
        @Override
        public Integer call() {
            stack().prepare(System.getenv().getOrDefault("DCM_HOSTS_PORTS", ""), System.out::println);
            return 0;
        }
    }

    @Command(name = "provision", description = "Create the users and topics in Kafka, and the databases.")
    static final class Provision implements Callable<Integer> {
        @Override
        public Integer call() {
            stack().provision(System.out::println);
            return 0;
        }
    }

    @Command(name = "sign-ins", description = "Create the clients in Keycloak, and the first administrator.")
    static final class SignIns implements Callable<Integer> {
        @Override
        public Integer call() {
            stack().createSignIns(System.out::println);
            return 0;
        }
    }
}
