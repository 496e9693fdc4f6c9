package dcm.contract.identity;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The settings inside a container that its owner chooses. They do not change the container's permissions or owner.
 *
 * @param environment variables for the command and for SSH sessions, at most 64 and 32 KiB
 * @param command a program and its arguments, started in addition to the SSH server at each start of the container;
 *     empty: none
 * @param workingDirectory absolute path in which the command starts; null: the image decides
 * @param labels the owner's own labels under {@code user.}, at most 32
 * @param timeZone such as {@code Europe/Berlin}; null: the image decides
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Settings(
        Map<String, String> environment,
        List<String> command,
        @Nullable String workingDirectory,
        Map<String, String> labels,
        @Nullable String timeZone) {

    /** No settings. */
    public static final Settings NONE = new Settings(Map.of(), List.of(), null, Map.of(), null);

    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");
    private static final Pattern DIRECTORY = Pattern.compile("/[^\\p{Cntrl}]{0,1023}");
    private static final Pattern LABEL = Pattern.compile("user\\.[a-z0-9]([a-z0-9._-]{0,98}[a-z0-9])?");
    private static final Pattern ONE_LINE = Pattern.compile("[^\\p{Cntrl}]*");
    private static final Pattern ZONE = Pattern.compile("[A-Za-z][A-Za-z0-9+_-]*(/[A-Za-z0-9+_-]+){0,2}");

    private static final int MAX_VARIABLES = 64;
    private static final int MAX_ENVIRONMENT = 32 * 1024;
    private static final int MAX_WORDS = 64;
    private static final int MAX_WORD = 4 * 1024;
    private static final int MAX_LABELS = 32;
    private static final int MAX_LABEL = 1024;
    private static final int MAX_ZONE = 64;

    /** Variables that other components set. */
    private static final Set<String> TAKEN = Set.of("TZ");

    private static final String OURS = "DCM_";

    public Settings {
        environment = environment == null ? Map.of() : sorted(environment);
        command = command == null ? List.of() : List.copyOf(command);
        labels = labels == null ? Map.of() : sorted(labels);
        checkEnvironment(environment);
        checkCommand(command);
        checkLabels(labels);
        refuseUnless(
                workingDirectory == null || DIRECTORY.matcher(workingDirectory).matches(),
                "workingDirectory: An absolute path of at most 1024 characters, without control characters.");
        refuseUnless(
                timeZone == null
                        || timeZone.length() <= MAX_ZONE
                                && ZONE.matcher(timeZone).matches(),
                "timeZone: A name of the time zone database, such as Europe/Berlin.");
    }

    private static void checkEnvironment(Map<String, String> environment) {
        refuseUnless(
                environment.size() <= MAX_VARIABLES,
                "environment: At most " + MAX_VARIABLES + " variables; got " + environment.size() + ".");
        refuseFirst(
                environment,
                entry -> VARIABLE.matcher(entry.getKey()).matches(),
                "environment: A variable name has letters, digits and '_' and does not start with a digit");
        refuseFirst(
                environment,
                entry -> !entry.getKey().startsWith(OURS) && !TAKEN.contains(entry.getKey()),
                "environment: Names that start with DCM_ are reserved, and TZ is set with timeZone");
        refuseFirst(
                environment,
                entry -> ONE_LINE.matcher(entry.getValue()).matches(),
                "environment: A value is one line without control characters");
        int size = environment.entrySet().stream()
                .mapToInt(entry -> entry.getKey().length() + entry.getValue().length() + 2)
                .sum();
        refuseUnless(
                size <= MAX_ENVIRONMENT,
                "environment: At most " + MAX_ENVIRONMENT + " characters in total; got " + size + ".");
    }

    private static void checkCommand(List<String> command) {
        refuseUnless(
                command.size() <= MAX_WORDS,
                "command: A program and at most " + (MAX_WORDS - 1) + " arguments; got " + command.size() + " words.");
        refuseUnless(
                command.stream().allMatch(word -> word.length() <= MAX_WORD && word.indexOf('\0') < 0),
                "command: Each word is at most " + MAX_WORD + " characters, none of them NUL.");
        refuseUnless(
                command.isEmpty() || !command.getFirst().isBlank(),
                "command: The first word is the program and must not be blank.");
    }

    /** Whether a label can have this name. */
    public static boolean isLabel(String name) {
        return LABEL.matcher(name).matches();
    }

    private static void checkLabels(Map<String, String> labels) {
        refuseUnless(labels.size() <= MAX_LABELS, "labels: At most " + MAX_LABELS + "; got " + labels.size() + ".");
        refuseFirst(
                labels,
                entry -> isLabel(entry.getKey()),
                "labels: A name is user. followed by at most 100 of a-z, 0-9, '.', '_' and '-'");
        refuseFirst(
                labels,
                entry -> entry.getValue().length() <= MAX_LABEL
                        && ONE_LINE.matcher(entry.getValue()).matches(),
                "labels: A value is one line of at most " + MAX_LABEL + " characters");
    }

    private static void refuseFirst(
            Map<String, String> entries, Predicate<Map.Entry<String, String>> isGood, String rule) {
        entries.entrySet().stream().filter(isGood.negate()).findFirst().ifPresent(bad -> {
            throw new InvalidValueException(rule + "; see " + Printable.quoted(bad.getKey()) + ".");
        });
    }

    private static void refuseUnless(boolean isGood, String rule) {
        if (!isGood) {
            throw new InvalidValueException(rule);
        }
    }

    /** Sorts entries, so that equal settings have equal JSON. */
    private static Map<String, String> sorted(Map<String, String> entries) {
        return Collections.unmodifiableMap(new TreeMap<>(entries));
    }
}
