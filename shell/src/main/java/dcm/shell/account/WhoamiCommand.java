package dcm.shell.account;

import dcm.shell.api.Document;
import dcm.shell.api.ExitCode;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import dcm.shell.document.AccountDocument;
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
        Document<AccountDocument> answer = api().get("/v1/me").document(AccountDocument.class);
        if (json()) {
            screen().json(answer.json());
            return ExitCode.DONE;
        }
        AccountDocument account = answer.fields();
        if (!screen().terminal()) {
            screen().line(account.name());
            return ExitCode.DONE;
        }
        TextTable.ofFacts()
                .row("name", account.name())
                .row("display name", account.displayName())
                .row("role", account.role())
                .row("group", TextTable.orDash(account.group()))
                .row("e-mail", TextTable.orDash(account.email()))
                .row("keys", account.keys().size())
                .row("expires", TextTable.orDash(account.expiresAt()))
                .print(screen());
        account.warnings().forEach(warning -> screen().line(Tone.WARNING.of(warning)));
        return ExitCode.DONE;
    }
}
