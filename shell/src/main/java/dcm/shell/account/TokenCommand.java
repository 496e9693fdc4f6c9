package dcm.shell.account;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dcm.shell.api.ExitCode;
import dcm.shell.command.GatewayServices;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import picocli.CommandLine.Command;

@Command(
        name = "token",
        description = "Print an access token for the REST API. It is valid for some minutes; keep it secret.",
        footer = {
            "",
            "Example: TOKEN=$(ssh -p 2222 alice@host token)",
            "         curl -H \"Authorization: Bearer $TOKEN\" https://host/v1/containers"
        })
public final class TokenCommand extends ShellCommand {
    TokenCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        GatewayServices.AccessToken token = session().gateway().token();
        if (json()) {
            screen().json(JsonNodeFactory.instance
                    .objectNode()
                    .put("token", token.token())
                    .put("lifetimeSeconds", token.lifetimeSeconds()));
        } else {
            screen().line(token.token());
        }
        return ExitCode.DONE;
    }
}
