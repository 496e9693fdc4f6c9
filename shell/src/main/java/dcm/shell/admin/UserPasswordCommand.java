package dcm.shell.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.shell.api.Documents;
import dcm.shell.api.ExitCode;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import dcm.shell.document.AccountDocument;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "password",
        description = "Set a new one-time password and show it once. The old password and all sessions become invalid.")
public class UserPasswordCommand extends ShellCommand {
    @Parameters(paramLabel = "NAME", description = "The account.")
    private String name = "";

    protected UserPasswordCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        reset(name, api().post("/v1/users/" + name + "/password").expectDone());
        return ExitCode.DONE;
    }

    /** The name of the account. */
    protected final String name() {
        return name;
    }

    /** Prints the new one-time password. The launcher overrides it. */
    protected void reset(String account, JsonNode answer) {
        if (json()) {
            screen().json(answer);
        } else {
            say(
                    "The one-time password of %s is %s, which is shown only now.",
                    account, Documents.read(answer, AccountDocument.class).oneTimePassword());
        }
    }
}
