package dcm.shell.account;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.shell.api.Documents;
import dcm.shell.api.ExitCode;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import dcm.shell.document.LimitDocument;
import picocli.CommandLine.Command;

@Command(name = "quota", description = "Show your usage and limits, and where the limits come from.")
public final class QuotaCommand extends ShellCommand {
    QuotaCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        JsonNode quota = api().get("/v1/me/quota").expectDone();
        if (json()) {
            screen().json(quota);
        } else {
            QuotaTable.print(Documents.readMap(quota, LimitDocument.class), screen());
        }
        return ExitCode.DONE;
    }
}
