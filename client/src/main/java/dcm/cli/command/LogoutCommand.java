package dcm.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dcm.cli.config.Context;
import dcm.shell.api.CommandFailure;
import dcm.shell.api.ExitCode;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import picocli.CommandLine.Command;

@Command(
        name = "logout",
        description = "Sign out of a server: delete the tokens on this machine, and end the sign-in at the issuer. The"
                + " context remains; 'dcm context rm' removes it.")
public final class LogoutCommand extends ShellCommand {
    private final Client client;

    LogoutCommand(Session session, Client client) {
        super(session);
        this.client = client;
    }

    @Override
    protected ExitCode run() {
        Context.Named context = client.server().context();
        signOut(client, context);
        result(
                JsonNodeFactory.instance.objectNode().put("context", context.name()),
                "Signed out of %s.",
                context.name());
        return ExitCode.DONE;
    }

    /** Signs out. The tokens on this machine are deleted even if the issuer does not answer. */
    static void signOut(Client client, Context.Named context) {
        boolean ended;
        try {
            ended = client.signIns().signOut(context);
        } catch (CommandFailure failure) {
            throw notEnded(context, failure.sentence());
        }
        if (!ended) {
            throw notEnded(context, "The issuer does not permit it.");
        }
    }

    private static CommandFailure notEnded(Context.Named context, String reason) {
        return new CommandFailure(
                ExitCode.FAILED,
                "The tokens of %s on this machine are deleted, but the sign-in at the issuer could not be ended. %s"
                        .formatted(context.name(), reason));
    }
}
