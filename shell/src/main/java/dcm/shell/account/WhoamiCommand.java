package dcm.shell.account;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.shell.api.ExitCode;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import dcm.shell.screen.TextTable;
import dcm.shell.screen.Tone;
import picocli.CommandLine.Command;

@Command(name = "whoami", description = "Show your account.")
public final class WhoamiCommand extends ShellCommand {
    WhoamiCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        JsonNode account = api().get("/v1/me").expectDone();
        if (json()) {
            screen().json(account);
            return ExitCode.DONE;
        }
        if (!screen().terminal()) {
            screen().line(account.path("name").asText());
            return ExitCode.DONE;
        }
        TextTable.ofFacts()
                .row("name", account.path("name").asText())
                .row("display name", account.path("displayName").asText())
                .row("role", account.path("role").asText())
                .row("group", account.path("group").asText("-"))
                .row("e-mail", account.path("email").asText("-"))
                .row("keys", account.path("keys").size())
                .row("expires", account.path("expiresAt").asText("-"))
                .print(screen());
        account.path("warnings").forEach(warning -> screen().line(Tone.WARNING.of(warning.asText())));
        return ExitCode.DONE;
    }
}
