package dcm.shell.container;

import dcm.shell.api.ExitCode;
import dcm.shell.api.PageDocument;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import dcm.shell.document.PortDocument;
import dcm.shell.screen.TextTable;
import picocli.CommandLine.Command;

@Command(name = "ports", description = "List the published ports of your containers, without SSH ports.")
public final class PortsCommand extends ShellCommand {
    PortsCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        PageDocument page = api().get("/v1/ports").read(PageDocument.class);
        if (json()) {
            screen().json(page.items());
            return ExitCode.DONE;
        }
        var table = new TextTable("PORT", "ADDRESS", "HANDLE", "CONTAINER");
        for (PortDocument port : page.read(PortDocument.class)) {
            table.row(
                    port.port() + "/" + port.protocol(), port.address(), TextTable.orDash(port.handle()), port.name());
        }
        table.print(screen());
        return ExitCode.DONE;
    }
}
