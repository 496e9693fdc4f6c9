package dcm.shell.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dcm.shell.api.ApiResponse;
import dcm.shell.api.CommandFailure;
import dcm.shell.api.Document;
import dcm.shell.api.ExitCode;
import dcm.shell.command.DryRunOption;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import dcm.shell.document.PresetDocument;
import dcm.shell.document.PresetDocument.Grantee;
import dcm.shell.screen.TextTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "preset",
        description = "Manage presets: named sets of Docker options that are granted to users.",
        subcommands = {
            PresetCommand.Ls.class,
            PresetCommand.Show.class,
            PresetCommand.SetOptions.class,
            PresetCommand.Rm.class
        })
public final class PresetCommand {
    private static final String ADDRESS = "/v1/catalog/presets";

    private PresetCommand() {}

    @Command(name = "ls", description = "List all presets and who may use them.")
    public static final class Ls extends ListCommand<PresetDocument> {

        Ls(Session session) {
            super(session, ADDRESS, PresetDocument.class);
        }

        @Override
        void print(List<PresetDocument> presets) {
            var table = new TextTable("NAME", "VERSION", "STATE", "DESCRIPTION", "GRANTED TO");
            for (PresetDocument preset : presets) {
                table.row(
                        preset.name(),
                        preset.version(),
                        preset.retired() ? "retired" : "offered",
                        preset.description(),
                        preset.grantedTo().stream().map(Grantee::toString).collect(Collectors.joining(", ")));
            }
            table.print(screen());
        }
    }

    @Command(name = "show", description = "Show a preset with its options.")
    public static final class Show extends ResourceCommand.Show {
        Show(Session session) {
            super(session, ADDRESS);
        }
    }

    @Command(
            name = "set",
            description = "Create a preset, or a new version of it. Repeating the same definition changes nothing.",
            footer = {
                "",
                "Example: preset set big --description 'Much memory' --options '{\"memoryMiB\": 32768}'",
                "For the options, see docs/accounts.md and /openapi."
            })
    public static final class SetOptions extends ShellCommand {
        private static final JsonMapper JSON = new JsonMapper();

        @Parameters(paramLabel = "NAME", description = "The preset.")
        private String name = "";

        @Option(names = "--description", paramLabel = "TEXT", description = "A description for its users.")
        private String description = "";

        @Option(
                names = "--options",
                paramLabel = "JSON",
                required = true,
                description = "The Docker options as JSON; @FILE reads them from a file.")
        private String options = "";

        @Mixin
        private DryRunOption dryRun = new DryRunOption();

        SetOptions(Session session) {
            super(session);
        }

        @Override
        protected ExitCode run() {
            Map<String, Object> request = new HashMap<>();
            request.put("description", description);
            request.put(
                    "options",
                    parse(options.startsWith("@") ? session().input().named(options.substring(1)) : options));
            ApiResponse answer = api().put(dryRun.on(ADDRESS + "/" + name), request);
            if (dryRun.isGiven()) {
                return dryRun(answer);
            }
            Document<PresetDocument> preset = answer.document(PresetDocument.class);
            result(
                    preset.json(),
                    "The preset %s is stored in version %s. To grant it: grant add NAME %s",
                    name,
                    preset.fields().version(),
                    name);
            return ExitCode.DONE;
        }

        private static JsonNode parse(String text) {
            try {
                return JSON.readTree(text);
            } catch (JsonProcessingException e) {
                throw new CommandFailure(
                        ExitCode.USAGE, "The options are not valid JSON: %s".formatted(e.getOriginalMessage()));
            }
        }
    }

    @Command(name = "rm", description = "Retire a preset. Existing containers keep it; the name cannot be used again.")
    public static final class Rm extends ResourceCommand.Rm {
        Rm(Session session) {
            super(session, ADDRESS, "The preset %s is retired.");
        }
    }
}
