package dcm.shell.command;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Quotes words for a POSIX shell. */
public final class Quoted {
    private static final Pattern PLAIN = Pattern.compile("[\\w./:=@%+,-]+");

    private Quoted() {}

    public static String words(List<String> words) {
        return words.stream()
                .map(word -> PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
    }
}
