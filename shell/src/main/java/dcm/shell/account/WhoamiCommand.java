package dcm.shell.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.shell.api.Document;
import dcm.shell.api.Documents;
import dcm.shell.api.ExitCode;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import dcm.shell.document.AccountDocument;
import dcm.shell.document.LimitDocument;
import dcm.shell.screen.TextTable;
import dcm.shell.screen.Tone;
import picocli.CommandLine.Command;

@Command(name = "whoami", description = "Show your account with its role, and your usage and limits.")
public final class WhoamiCommand extends ShellCommand {
    WhoamiCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        Document<AccountDocument> answer = api().get("/v1/me").document(AccountDocument.class);
        JsonNode quota = api().get("/v1/me/quota").expectDone();
        if (json()) {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            json.setAll((ObjectNode) answer.json());
            json.set("quota", quota);
            screen().json(json);
            return ExitCode.DONE;
        }
        AccountDocument account = answer.fields();
        TextTable facts = TextTable.ofFacts()
                .row("name", account.name())
                .row("display name", account.displayName())
                .row("role", account.role())
                .row("group", TextTable.orDash(account.group()))
                .row("e-mail", TextTable.orDash(account.email()))
                .row("keys", account.keys().size())
                .row("expires", TextTable.orDash(account.expiresAt()));
        Documents.readMap(quota, LimitDocument.class)
                .forEach((resource, limit) -> facts.row(
                        resource, limit.used() + " of " + (limit.limit() == null ? "unlimited" : limit.limit())));
        facts.print(screen());
        account.warnings().forEach(warning -> screen().line(Tone.WARNING.of(warning)));
        return ExitCode.DONE;
    }
}
