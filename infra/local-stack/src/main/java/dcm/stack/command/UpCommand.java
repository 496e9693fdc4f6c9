package dcm.stack.command;

import dcm.stack.account.FirstAdministrator;
import dcm.stack.installation.Configuration;
import dcm.stack.installation.Installation;
import dcm.stack.installation.StackPort;
import dcm.stack.lifecycle.RollingUpgrade;
import dcm.stack.lifecycle.Stack;
import dcm.stack.machine.CommandName;
import dcm.stack.part.Versions;
import dcm.stack.service.IssuerProbe;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code ./dcm up}. */
@Command(name = "up", description = "Start everything and wait until it is healthy.")
public final class UpCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        Configuration configuration = Configuration.current();
        configuration
                .unknownVariables()
                .forEach(name -> System.err.printf(
                        CommandName.in(
                                "Warning: the environment variable %s is not a DCM setting. './dcm config ls --all' lists them.%n"),
                        name));
        configuration
                .variablesWithoutEffect()
                .forEach(problem -> System.err.printf("Warning: %s It is not stored.%n", problem));
        var installation = Installation.current();
        Stack stack = new Stack(installation);
        boolean started = stack.upSupervised(System.out::println);
        List<String> others = RollingUpgrade.partsOfOtherVersions(installation, stack);
        if (!others.isEmpty()) {
            System.out.printf(
                    CommandName.in(
                            "%nATTENTION: these parts run another version than this DCM %s: %s. To replace them: ./dcm upgrade%n"),
                    Versions.of("dcm"),
                    String.join(", ", others));
        }
        if (installation.joined().isPresent()) {
            System.out.printf(
                    "%nThe worker of the host %s %s%n",
                    installation.hostName(), started ? "is up." : "is already up; nothing was changed.");
            return 0;
        }
        System.out.printf(
                CommandName.in("""

                DCM %s
                  web console       %s
                  REST API          %s
                  SSH               ssh -p %d NAME@%s
                  sign-in           %s
                  first sign-in     %s
                  logs and data     %s

                Next: ./dcm demo (creates a container), ./dcm status, ./dcm help
                """),
                started ? "is up." : "is already up; nothing was changed.",
                console(installation),
                installation.userUrl(),
                installation.port(StackPort.SSH),
                installation.sshAddress(),
                signInPage(installation),
                FirstAdministrator.signIn(installation),
                installation.home());
        PublicAccessStatus.of(installation).lines().forEach(System.out::println);
        return 0;
    }

    private static String console(Installation installation) {
        return installation.consoleClient().isPresent()
                ? installation.userUrl() + "/console/"
                : "not configured: set DCM_CONSOLE_CLIENT_ID and DCM_CONSOLE_CLIENT_SECRET";
    }

    /** Where users sign in with their browser: Keycloak's page about the own account, or the issuer and its state. */
    private static String signInPage(Installation installation) {
        return installation
                .foreignIssuer()
                .map(issuer -> "%s (%s)".formatted(issuer.url(), new IssuerProbe(issuer).state()))
                .orElse(installation.issuer() + "/account");
    }
}
