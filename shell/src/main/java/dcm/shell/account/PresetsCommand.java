package dcm.shell.account;

import dcm.shell.api.ExitCode;
import dcm.shell.api.PageDocument;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import dcm.shell.document.PresetDocument;
import dcm.shell.screen.TextTable;
import picocli.CommandLine.Command;

@Command(name = "presets", description = "List the presets that you may use with 'create --preset'.")
public final class PresetsCommand extends ShellCommand {
    PresetsCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        PageDocument page = api().get("/v1/presets").read(PageDocument.class);
        if (json()) {
            screen().json(page.items());
            return ExitCode.DONE;
        }
        if (page.items().isEmpty()) {
            screen().printError("No preset is granted to you. Ask an administrator for one.");
            return ExitCode.DONE;
        }
        var table = new TextTable("PRESET", "UNTIL", "DESCRIPTION", "OPTIONS");
        for (PresetDocument preset : page.read(PresetDocument.class)) {
            table.row(
                    preset.name(),
                    TextTable.orDash(preset.until()),
                    preset.description(),
                    preset.options().toString());
        }
        table.print(screen());
        return ExitCode.DONE;
    }
}
