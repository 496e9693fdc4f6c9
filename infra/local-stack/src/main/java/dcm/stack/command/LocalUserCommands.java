package dcm.stack.command;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.shell.admin.UserAddCommand;
import dcm.shell.admin.UserPasswordCommand;
import dcm.shell.admin.UserRmCommand;
import dcm.shell.api.ExitCode;
import dcm.shell.command.Session;
import dcm.stack.account.LocalAccounts;
import dcm.stack.installation.Installation;
import dcm.stack.keycloak.KeycloakRealm;
import dcm.stack.machine.CommandName;
import dcm.stack.machine.StackFailure;
import picocli.CommandLine.Option;

/** The additions of {@code ./dcm user} in the local stack: it stores passwords on this machine for testing. */
final class LocalUserCommands {
    private LocalUserCommands() {}

    /** {@code ./dcm user add}. */
    static final class Add extends UserAddCommand {
        @Option(
                names = "--keep-password",
                description = "Store the password on this machine, so that './dcm token NAME' works. For tests.")
        private boolean keepPassword;

        Add(Session session) {
            super(session);
        }

        @Override
        protected ExitCode run() {
            if (keepPassword) {
                new LocalAccounts(Installation.current()).requireLocalSignIns();
            }
            return super.run();
        }

        @Override
        protected void opened(String account, JsonNode view) {
            if (!keepPassword) {
                super.opened(account, view);
                if (!json()) {
                    say(
                            "The web console is at %s/console/.",
                            Installation.current().userUrl());
                }
                return;
            }
            var people = new LocalAccounts(Installation.current());
            people.keepPassword(account);
            if (json()) {
                screen().json(view);
                return;
            }
            say("The account %s is created.", account);
            say("The password of its sign-in is in %s.", people.passwordFile(account));
        }
    }

    /** {@code ./dcm user rm}. */
    static final class Rm extends UserRmCommand {
        Rm(Session session) {
            super(session);
        }

        @Override
        protected void accepted(String account) {
            new LocalAccounts(Installation.current()).forgetPassword(account);
        }
    }

    /** {@code ./dcm user password}. */
    static final class Password extends UserPasswordCommand {
        @Option(
                names = "--keep-password",
                description = "Store the password on this machine, so that './dcm token NAME' works. For tests.")
        private boolean keepPassword;

        Password(Session session) {
            super(session);
        }

        @Override
        protected ExitCode run() {
            if (Installation.current().foreignIssuer().isEmpty() && name().equals(KeycloakRealm.ADMINISTRATOR)) {
                throw new StackFailure("./dcm itself uses this sign-in. Its password in %s cannot be changed."
                        .formatted(new LocalAccounts(Installation.current()).passwordFile(name())));
            }
            return super.run();
        }

        @Override
        protected void reset(String account, JsonNode answer) {
            var people = new LocalAccounts(Installation.current());
            if (keepPassword) {
                people.keepPassword(account);
                result(answer, "The password of %s is in %s.", account, people.passwordFile(account));
                return;
            }
            super.reset(account, answer);
            if (people.forgetPassword(account)) {
                screen().printError(CommandName.in("The stored password was deleted. './dcm token' no longer works."));
            }
        }
    }
}
