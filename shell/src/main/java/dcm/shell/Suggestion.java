package dcm.shell;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine;

/**
 * Finds the command or option that a user probably meant. picocli's own suggestions know no words of other programs, and
 * suggest a command for every word that shares two letters with it.
 */
final class Suggestion {
    /** Most words are similar to a name of this length. */
    private static final int SHORTEST = 2;

    /** Words before a command that are ignored, such as {@code docker} or {@code sudo}. */
    private static final Set<String> PREFIXES = Set.of("docker", "podman", "dcm", "sudo", "container");

    /** Words of Docker and the shell, with the commands that do the same; the first that exists is suggested. */
    private static final Map<String, List<String>> SYNONYMS = Map.ofEntries(
            Map.entry("ls", List.of("show")),
            Map.entry("ll", List.of("ls", "show")),
            Map.entry("list", List.of("ls", "show")),
            Map.entry("ps", List.of("ls", "show")),
            Map.entry("inspect", List.of("show")),
            Map.entry("info", List.of("show")),
            Map.entry("run", List.of("create")),
            Map.entry("new", List.of("create", "add")),
            Map.entry("create", List.of("add")),
            Map.entry("remove", List.of("rm")),
            Map.entry("delete", List.of("rm")),
            Map.entry("del", List.of("rm")),
            Map.entry("exec", List.of("connect", "ssh")),
            Map.entry("attach", List.of("connect", "ssh")),
            Map.entry("ssh", List.of("connect")),
            Map.entry("connect", List.of("ssh")),
            Map.entry("scp", List.of("cp")),
            Map.entry("login", List.of("connect")),
            Map.entry("kill", List.of("stop")),
            Map.entry("history", List.of("lineage")),
            Map.entry("port", List.of("ports")),
            Map.entry("id", List.of("whoami")),
            Map.entry("df", List.of("quota")),
            Map.entry("du", List.of("quota")),
            Map.entry("limits", List.of("quota")),
            Map.entry("passwd", List.of("password")),
            Map.entry("man", List.of("help")),
            Map.entry("?", List.of("help")));

    private Suggestion() {}

    /** The typed words up to the one that should be a command, without the arguments. */
    static String typed(List<String> words) {
        return String.join(" ", words.subList(0, Math.min(words.size(), prefixes(words) + 1)));
    }

    /** The subcommand that was meant by the words, whose first is not a subcommand. */
    static Optional<String> command(CommandLine at, List<String> words) {
        Set<String> commands = at.getSubcommands().keySet();
        return words.stream().skip(prefixes(words)).findFirst().flatMap(word -> {
            String lower = word.toLowerCase(Locale.ROOT);
            return Stream.concat(Stream.of(lower), SYNONYMS.getOrDefault(lower, List.of()).stream())
                    .filter(commands::contains)
                    .findFirst()
                    .or(() -> similar(lower, commands));
        });
    }

    /** The option that was meant by a word. */
    static Optional<String> option(CommandLine at, String word) {
        return similar(
                word.replaceFirst("=.*", ""),
                at.getCommandSpec().optionsMap().keySet().stream()
                        .filter(name -> name.startsWith("--"))
                        .toList());
    }

    /** A sentence about a suggestion, which begins with a space; empty without one. */
    static String sentence(String group, Optional<String> suggestion) {
        return suggestion
                .map(name -> " Did you mean '%s%s'?".formatted(group, name))
                .orElse("");
    }

    private static int prefixes(List<String> words) {
        return (int) words.stream().takeWhile(PREFIXES::contains).count();
    }

    /** The most similar name, if at most a third of its letters differ. */
    private static Optional<String> similar(String word, Collection<String> names) {
        return names.stream()
                .filter(name -> distance(word, name)
                        <= Math.max(1, name.replaceFirst("^-+", "").length() / 3))
                .filter(name -> name.length() > SHORTEST || name.charAt(0) == word.charAt(0))
                .min(Comparator.<String>comparingInt(name -> distance(word, name))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** The number of inserted, deleted, replaced or swapped letters (optimal string alignment). */
    static int distance(String one, String other) {
        int[][] distances = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                distances[i][j] = i == 0 || j == 0 ? i + j : least(distances, one, other, i, j);
            }
        }
        return distances[one.length()][other.length()];
    }

    private static int least(int[][] distances, String one, String other, int i, int j) {
        int differs = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
        int least = Math.min(distances[i - 1][j - 1] + differs, Math.min(distances[i - 1][j], distances[i][j - 1]) + 1);
        boolean swapped =
                i > 1 && j > 1 && one.charAt(i - 1) == other.charAt(j - 2) && one.charAt(i - 2) == other.charAt(j - 1);
        return swapped ? Math.min(least, distances[i - 2][j - 2] + 1) : least;
    }
}
