package dcm.cli.completion;

import dcm.shell.command.Session;
import dcm.shell.completion.ContainerCompletions;
import dcm.shell.completion.ImageCompletions;
import dcm.shell.completion.PresetCompletions;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Names of the server that completion offers. The scripts get them from the command {@code complete}. */
public enum NameKind {
    CONTAINERS(ContainerCompletions.class),
    IMAGES(ImageCompletions.class),
    PRESETS(PresetCompletions.class);

    private final Class<?> candidates;

    NameKind(Class<?> candidates) {
        this.candidates = candidates;
    }

    /** The kind that a class of completion candidates offers. */
    public static Optional<NameKind> of(Class<?> candidates) {
        return Arrays.stream(values())
                .filter(kind -> kind.candidates == candidates)
                .findFirst();
    }

    /** The kind that a placeholder stands for. */
    static Optional<NameKind> ofPlaceholder(String word) {
        return Arrays.stream(values())
                .filter(kind -> kind.placeholder().equals(word))
                .findFirst();
    }

    /** What is typed after {@code dcm complete}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads the names from the server. */
    public Iterable<String> names(Session session) {
        return switch (this) {
            case CONTAINERS -> new ContainerCompletions(session);
            case IMAGES -> new ImageCompletions(session);
            case PRESETS -> new PresetCompletions(session);
        };
    }

    /** The only candidate while a script is generated, which must not contain the names of today. */
    public Iterable<String> candidate() {
        return List.of(placeholder());
    }

    String placeholder() {
        return "__dcm_" + word() + "__";
    }

    /** The shell command that prints the names. */
    String query() {
        return "dcm complete " + word() + " 2>/dev/null";
    }
}
