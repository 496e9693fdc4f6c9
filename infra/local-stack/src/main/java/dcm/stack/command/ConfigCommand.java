package dcm.stack.command;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dcm.stack.installation.Configuration;
import dcm.stack.installation.ProgramFiles;
import dcm.stack.installation.Setting;
import dcm.stack.machine.CommandName;
import dcm.stack.machine.StackFailure;
import dcm.stack.part.PartProcesses;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./dcm config}. */
@Command(
        name = "config",
        description = "Show, change and check the settings of the installation.",
        subcommands = {
            ConfigCommand.Ls.class,
            ConfigCommand.Get.class,
            ConfigCommand.Set.class,
            ConfigCommand.Unset.class,
            ConfigCommand.Check.class
        })
public final class ConfigCommand {
    private static final JsonMapper JSON = new JsonMapper();

    /** {@code ./dcm config ls}. */
    @Command(
            name = "ls",
            description = "Show the settings that are set, and from where. With --all, also the defaults.")
    static final class Ls implements Callable<Integer> {
        @Option(names = "--all", description = "Show all settings.")
        private boolean all;

        @Option(names = "--json", description = "Print JSON.")
        private boolean json;

        @Override
        public Integer call() {
            List<Setting> settings = Configuration.current().settings().stream()
                    .filter(setting -> all || setting.source() != Setting.Source.DEFAULT)
                    .toList();
            if (json) {
                ArrayNode tree = JSON.createArrayNode();
                settings.forEach(setting -> tree.addObject()
                        .put("name", setting.name())
                        .put("value", setting.value())
                        .put("source", setting.source().toString()));
                System.out.println(tree);
                return 0;
            }
            System.out.printf("%-40s %-12s %s%n", "SETTING", "SOURCE", "VALUE");
            settings.forEach(setting ->
                    System.out.printf("%-40s %-12s %s%n", setting.name(), setting.source(), setting.value()));
            return 0;
        }
    }

    /** {@code ./dcm config get}. */
    @Command(name = "get", description = "Print the value of a setting.")
    static final class Get implements Callable<Integer> {
        @Parameters(paramLabel = "NAME", description = "The name of the setting.")
        private String name = "";

        @Override
        public Integer call() {
            System.out.println(Configuration.current().settings().stream()
                    .filter(setting -> setting.name().equals(name))
                    .map(Setting::value)
                    .findFirst()
                    .orElseThrow(() -> new StackFailure(
                            "%s: no such setting. './dcm config ls --all' lists all settings.".formatted(name))));
            return 0;
        }
    }

    /** {@code ./dcm config set}. */
    @Command(
            name = "set",
            description = "Store settings. DCM must be stopped.",
            footer = {"", "Example: config set DCM_SIZE=large DCM_CONTAINER_MEMORY_MIB=2048"})
    static final class Set implements Callable<Integer> {
        @Parameters(paramLabel = "NAME=VALUE", arity = "1..*", description = "Names and values.")
        private List<String> values = new ArrayList<>();

        @Override
        public Integer call() {
            Map<String, String> settings = new LinkedHashMap<>();
            for (String value : values) {
                String[] parts = value.split("=", 2);
                if (parts.length != 2) {
                    throw new StackFailure("'%s' must have the form NAME=VALUE.".formatted(value));
                }
                settings.put(parts[0], parts[1]);
            }
            requireStopped();
            Configuration configuration = Configuration.current();
            configuration.set(settings);
            System.out.println(
                    CommandName.in("Stored in %s. To start DCM with it: ./dcm up".formatted(configuration.file())));
            settings.keySet().stream()
                    .filter(System.getenv()::containsKey)
                    .forEach(name -> System.out.printf(
                            "The environment variable %s takes precedence as long as it is set.%n", name));
            return 0;
        }
    }

    /** {@code ./dcm config unset}. */
    @Command(name = "unset", description = "Return settings to their defaults. DCM must be stopped.")
    static final class Unset implements Callable<Integer> {
        @Parameters(paramLabel = "NAME", arity = "1..*", description = "The names of the settings.")
        private List<String> names = new ArrayList<>();

        @Override
        public Integer call() {
            requireStopped();
            List<String> removed = Configuration.current().unset(names);
            System.out.println(
                    removed.isEmpty() ? "None of these is stored." : "Removed: " + String.join(", ", removed) + ".");
            return 0;
        }
    }

    /** {@code ./dcm config check}. */
    @Command(
            name = "check",
            description =
                    "Check the settings: unknown names, wrong values, contradictions. The exit code is 0 if all are"
                            + " right, else 1.")
    static final class Check implements Callable<Integer> {
        @Override
        public Integer call() {
            Configuration configuration = Configuration.current();
            List<String> problems = configuration.problems();
            problems.forEach(problem -> System.out.println(CommandName.in(problem)));
            if (problems.isEmpty()) {
                System.out.printf("The settings in %s and in the environment are valid.%n", configuration.file());
            }
            return problems.isEmpty() ? 0 : 1;
        }
    }

    /** Running parts keep the old settings. */
    private static void requireStopped() {
        Configuration configuration = Configuration.current();
        // With wrong settings, no command could stop it.
        if (configuration.isUsable() && PartProcesses.anyRuns(ProgramFiles.current(), configuration.home())) {
            throw new StackFailure("Settings can be changed only while DCM is stopped. First run: ./dcm down");
        }
    }
}
