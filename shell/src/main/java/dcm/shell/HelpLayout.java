package dcm.shell;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Formats help texts. */
final class HelpLayout {
    static final int WIDEST = 120;
    /** The smallest width that picocli accepts. */
    static final int NARROWEST = 55;

    private HelpLayout() {}

    /** Lists commands by topic and leaves the name of the root command out, because users do not type it. */
    static void shape(CommandLine root, Map<String, List<Class<?>>> topics, Program program) {
        root.getHelpSectionMap()
                .put(
                        UsageMessageSpec.SECTION_KEY_SYNOPSIS,
                        help -> "%sCOMMAND [OPTION]… [ARGUMENT]…%n".formatted(program.prefix()));
        root.getHelpSectionMap()
                .put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, help -> commands(root, topics, program));
        root.getSubcommands().values().forEach(command -> shape(command, program));
    }

    private static void shape(CommandLine command, Program program) {
        command.getCommandSpec()
                .addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Show this help.")
                        .build());
        UsageMessageSpec usage = command.getCommandSpec().usageMessage();
        usage.footer(Arrays.stream(usage.footer()).map(program::example).toArray(String[]::new));
        String path = program.typed(name(command));
        command.getHelpSectionMap()
                .put(
                        UsageMessageSpec.SECTION_KEY_SYNOPSIS,
                        help -> help.synopsis(help.synopsisHeadingLength())
                                .replace(command.getCommandSpec().qualifiedName(), path));
        command.getSubcommands().values().forEach(below -> shape(below, program));
    }

    private static String commands(CommandLine root, Map<String, List<Class<?>>> topics, Program program) {
        var text = new StringBuilder();
        topics.forEach((topic, types) -> {
            text.append("%n%s%n".formatted(topic));
            for (Class<?> type : types) {
                CommandSpec spec = Objects.requireNonNull(root.getSubcommands()
                                .get(type.getAnnotation(Command.class).name()))
                        .getCommandSpec();
                text.append("  %-11s %s%n".formatted(spec.name(), firstSentence(spec)));
            }
        });
        return text.append('\n')
                .append(program.closing())
                .append('\n')
                .append("Exit codes: 0 success, 1 rejected, 2 usage error, 3 failed, 4 outcome unknown.\n")
                .toString();
    }

    private static String firstSentence(CommandSpec spec) {
        String description = String.join(" ", spec.usageMessage().description());
        int end = description.indexOf(". ");
        return end < 0 ? description : description.substring(0, end + 1);
    }

    /** The full name of a command as typed, such as {@code user add}. */
    static String name(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        return spec.parent() == null || spec.parent().parent() == null
                ? spec.name()
                : name(spec.parent().commandLine()) + " " + spec.name();
    }

    /** A command with its options and subcommands in JSON. */
    static JsonNode json(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("name", name(command))
                .put("description", String.join(" ", spec.usageMessage().description()));
        ArrayNode options = json.putArray("options");
        spec.options()
                .forEach(option -> options.addObject()
                        .put("name", option.longestName())
                        .put("description", String.join(" ", option.description())));
        ArrayNode commands = json.putArray("commands");
        new LinkedHashSet<>(command.getSubcommands().values()).forEach(below -> commands.add(json(below)));
        return json;
    }
}
