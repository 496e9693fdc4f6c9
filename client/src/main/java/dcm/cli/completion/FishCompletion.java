package dcm.cli.completion;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Generates completion for fish from the commands. */
public final class FishCompletion {
    /** Whether the words typed so far, without options, are a command and perhaps its arguments. */
    private static final String FUNCTIONS = """
            # Completion of dcm for fish.
            function __dcm_words
                set -l skip 0
                for word in (commandline -opc)[2..-1]
                    if test $skip -eq 1
                        set skip 0
                    else if string match -q -- '--context' $word
                        set skip 1
                    else if not string match -q -- '-*' $word
                        echo $word
                    end
                end
            end
            # Whether the words are this command and perhaps its arguments, but no command below it.
            function __dcm_at
                set -l words (__dcm_words)
                set -l count (count $argv)
                test (count $words) -ge $count; or return 1
                if test $count -gt 0
                    test "$words[1..$count]" = "$argv"; or return 1
                end
                set -l below (string join _ -- __dcm_below $argv | string replace -a - _)
                set -l next (math $count + 1)
                if test (count $words) -ge $next; and set -q $below
                    contains -- $words[$next] $$below; and return 1
                end
                return 0
            end
            complete -c dcm -f
            """;

    private FishCompletion() {}

    public static String fish(CommandLine root) {
        var script = new StringBuilder(FUNCTIONS);
        describe(root, "", script);
        return script.toString();
    }

    private static void describe(CommandLine command, String path, StringBuilder script) {
        CommandSpec spec = command.getCommandSpec();
        Set<String> below = new TreeSet<>();
        for (CommandLine sub : new LinkedHashSet<>(command.getSubcommands().values())) {
            if (!sub.getCommandSpec().usageMessage().hidden()) {
                below.add(sub.getCommandName());
            }
        }
        if (!below.isEmpty()) {
            script.append("set -g __dcm_below%s %s%n".formatted(variable(path), String.join(" ", below)));
        }
        String at = "-n '__dcm_at" + (path.isEmpty() ? "" : " " + path) + "'";
        for (String name : below) {
            CommandLine sub = command.getSubcommands().get(name);
            line(script, at, "-a " + name, description(sub == null ? null : sub.getCommandSpec()));
        }
        spec.options().stream()
                .filter(option -> !option.hidden())
                .forEach(option -> line(script, at, words(option), firstSentence(option.description())));
        for (PositionalParamSpec parameter : spec.positionalParameters()) {
            if (isFile(parameter)) {
                line(script, at, "-F", "");
            }
            candidates(parameter).ifPresent(words -> line(script, at, "-a '" + words + "'", ""));
        }
        for (String name : below) {
            CommandLine sub = command.getSubcommands().get(name);
            if (sub != null) {
                describe(sub, path.isEmpty() ? name : path + " " + name, script);
            }
        }
    }

    /** What follows {@code __dcm_below} in the name of the variable with the commands below a command. */
    private static String variable(String path) {
        return path.isEmpty() ? "" : "_" + path.replaceAll("[ -]", "_");
    }

    private static String words(OptionSpec option) {
        var words = new StringBuilder();
        for (String name : option.names()) {
            words.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
        }
        if (option.arity().max() > 0) {
            words.append(isFile(option) ? " -r -F" : " -x");
            candidates(option)
                    .ifPresent(values -> words.append(" -a '").append(values).append('\''));
        }
        return words.substring(1);
    }

    private static boolean isFile(ArgSpec argument) {
        return argument.paramLabel().contains("FILE");
    }

    /** The values of an argument: words, or a command that prints them. */
    private static Optional<String> candidates(ArgSpec argument) {
        Iterable<String> values = argument.completionCandidates();
        if (values == null) {
            return Optional.empty();
        }
        String words = String.join(" ", values);
        return Optional.of(NameKind.ofPlaceholder(words)
                .map(kind -> "(" + kind.query() + ")")
                .orElse(words));
    }

    private static void line(StringBuilder script, String at, String what, String description) {
        script.append("complete -c dcm ").append(at).append(' ').append(what);
        if (!description.isEmpty()) {
            script.append(" -d '")
                    .append(description.replace("\\", "\\\\").replace("'", "\\'"))
                    .append('\'');
        }
        script.append('\n');
    }

    private static String description(@Nullable CommandSpec spec) {
        return spec == null ? "" : firstSentence(spec.usageMessage().description());
    }

    private static String firstSentence(String... text) {
        String whole = String.join(" ", text).replaceAll("\\$\\{[A-Z-]+}", "the default");
        int end = whole.indexOf(". ");
        return end < 0 ? whole : whole.substring(0, end + 1);
    }
}
