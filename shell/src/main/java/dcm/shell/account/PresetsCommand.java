package dcm.shell.account;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.shell.api.ExitCode;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import dcm.shell.screen.TextTable;
import picocli.CommandLine.Command;

@Command(name = "presets", description = "List the presets that you may use with 'create --preset'.")
public final class PresetsCommand extends ShellCommand {
    PresetsCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        JsonNode presets = api().get("/v1/presets").expectDone();
        if (json()) {
            screen().json(presets.path("items"));
            return ExitCode.DONE;
        }
        if (presets.path("items").isEmpty()) {
            screen().aside("No preset is granted to you. Ask an administrator for one.");
            return ExitCode.DONE;
        }
        var table = new TextTable("PRESET", "UNTIL", "DESCRIPTION", "OPTIONS");
        for (JsonNode preset : presets.path("items")) {
            table.row(
                    preset.path("name").asText(),
                    preset.path("until").asText("-"),
                    preset.path("description").asText(),
                    preset.path("options").toString());
        }
        table.print(screen());
        return ExitCode.DONE;
    }
}
