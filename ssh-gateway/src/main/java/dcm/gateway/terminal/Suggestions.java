package dcm.gateway.terminal;

import dcm.shell.api.CommandFailure;
import dcm.shell.api.CommandInterruptedException;
import dcm.shell.screen.PlainText;
import java.util.ArrayList;
import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import picocli.AutoComplete;
import picocli.CommandLine;

/** Completions for the current line: commands, options, and the user's containers, images and presets. */
final class Suggestions implements Completer {
    private final CommandLine shell;

    Suggestions(CommandLine shell) {
        this.shell = shell;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        List<CharSequence> words = new ArrayList<>();
        try {
            AutoComplete.complete(
                    shell.getCommandSpec(),
                    line.words().toArray(String[]::new),
                    line.wordIndex(),
                    0,
                    line.cursor(),
                    words);
        } catch (CommandFailure | CommandInterruptedException notNow) { // a list is not available; offer the others
            return;
        }
        boolean option = line.word().startsWith("-");
        words.stream()
                .filter(word -> word.toString().startsWith("-") == option)
                .map(word -> PlainText.line(word.toString()))
                .distinct()
                .map(Candidate::new)
                .forEach(candidates::add);
    }
}
