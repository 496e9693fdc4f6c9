package dcm.shell.container;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.shell.api.ExitCode;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import dcm.shell.screen.TextTable;
import picocli.CommandLine.Command;

@Command(name = "ports", description = "List the published ports of your containers, without SSH ports.")
public final class PortsCommand extends ShellCommand {
    PortsCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        JsonNode ports = api().get("/v1/ports").expectDone();
        if (json()) {
            screen().json(ports.path("items"));
            return ExitCode.DONE;
        }
        var table = new TextTable("PORT", "ADDRESS", "HANDLE", "CONTAINER");
        for (JsonNode port : ports.path("items")) {
            table.row(
                    port.path("port").asText() + "/" + port.path("protocol").asText(),
                    port.path("address").asText(),
                    port.path("handle").asText("-"),
                    port.path("name").asText());
        }
        table.print(screen());
        return ExitCode.DONE;
    }
}
