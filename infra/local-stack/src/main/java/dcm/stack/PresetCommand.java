package dcm.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./dcm preset}. */
@Command(
        name = "preset",
        description = "Named sets of Docker options, for those to whom they are granted.",
        subcommands = {
            PresetCommand.Ls.class,
            PresetCommand.Show.class,
            PresetCommand.SetOptions.class,
            PresetCommand.Rm.class
        })
final class PresetCommand {
    private static final String ADDRESS = "/v1/catalog/presets";
    private static final String ROW = "%-20s %-8s %-10s %-40s %s%n";

    private PresetCommand() {}

    private static DoorClient administrator() {
        return new People(Installation.current()).administrator();
    }

    /** {@code ./dcm preset ls}. */
    @Command(name = "ls", description = "List all presets, and who may use them now.")
    static final class Ls implements Callable<Integer> {
        @Option(names = "--json", description = "As JSON, for programs.")
        private boolean json;

        @Override
        public Integer call() {
            JsonNode presets = administrator().get(ADDRESS).expectDone();
            if (json) {
                System.out.println(presets.toPrettyString());
                return 0;
            }
            System.out.printf(ROW, "NAME", "VERSION", "STATE", "DESCRIPTION", "GRANTED TO");
            for (JsonNode preset : presets.path("items")) {
                System.out.printf(
                        ROW,
                        preset.path("name").asText(),
                        preset.path("version").asText(),
                        preset.path("retired").asBoolean() ? "retired" : "offered",
                        preset.path("description").asText(),
                        StreamSupport.stream(preset.path("grantedTo").spliterator(), false)
                                .map(grantee -> grantee.has("group")
                                        ? "group " + grantee.path("group").asText()
                                        : grantee.path("account").asText())
                                .collect(Collectors.joining(", ")));
            }
            return 0;
        }
    }

    /** {@code ./dcm preset show}. */
    @Command(name = "show", description = "Show a preset with its options.")
    static final class Show implements Callable<Integer> {
        @Parameters(paramLabel = "NAME", description = "The preset.")
        private String name = "";

        @Mixin
        private Shown shown = new Shown();

        @Override
        public Integer call() {
            shown.print(administrator().get(ADDRESS + "/" + name).expectDone());
            return 0;
        }
    }

    /** {@code ./dcm preset set}. */
    @Command(
            name = "set",
            description = "Make a preset, or a new version of it. The same again changes nothing.",
            footer = {
                "",
                "Example: ./dcm preset set big --description 'Much memory' --options '{\"memoryMiB\": 32768}'",
                "The options are described in docs/operations.md, and at /openapi."
            })
    static final class SetOptions implements Callable<Integer> {
        private static final JsonMapper JSON = new JsonMapper();

        @Parameters(paramLabel = "NAME", description = "The preset.")
        private String name = "";

        @Option(names = "--description", paramLabel = "TEXT", description = "For those who may use it.")
        private String description = "";

        @Option(
                names = "--options",
                paramLabel = "JSON",
                required = true,
                description = "What is not as in every container, as JSON; @FILE reads it from a file.")
        private String options = "";

        @Override
        public Integer call() {
            Map<String, Object> request = new HashMap<>();
            request.put("description", description);
            request.put(
                    "options", parse(options.startsWith("@") ? TextFile.read(Path.of(options.substring(1))) : options));
            JsonNode preset = administrator().put(ADDRESS + "/" + name, request).expectDone();
            System.out.printf(
                    "The preset %s is there in version %s. './dcm grant add NAME %s' lets somebody use it.%n",
                    name, preset.path("version").asText(), name);
            return 0;
        }

        private static JsonNode parse(String text) {
            try {
                return JSON.readTree(text);
            } catch (JsonProcessingException e) {
                throw new StackFailure("The options are no JSON: %s".formatted(e.getOriginalMessage()), e);
            }
        }
    }

    /** {@code ./dcm preset rm}. */
    @Command(
            name = "rm",
            description =
                    "Offer a preset no more. Containers that were made with it keep it; its name is not given again.")
    static final class Rm implements Callable<Integer> {
        @Parameters(paramLabel = "NAME", description = "The preset.")
        private String name = "";

        @Override
        public Integer call() {
            administrator().delete(ADDRESS + "/" + name, Duration.ZERO).expectDone();
            System.out.printf("The preset %s is retired.%n", name);
            return 0;
        }
    }
}
