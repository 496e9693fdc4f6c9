package dcm.cli;

import dcm.shell.screen.Screen;
import java.io.PrintWriter;
import java.util.Map;

/**
 * The terminal of this process.
 *
 * @param input whether the standard input is a terminal
 * @param output whether the standard output is a terminal
 * @param columns its width
 * @param colours whether it shows colours, and the user wants them
 */
record OwnTerminal(boolean input, boolean output, int columns, boolean colours) {
    private static final int DEFAULT_COLUMNS = 80;

    /** As the script that started Java describes it, because Java does not know the width. Without the script, there is none. */
    static OwnTerminal ofProcess(Map<String, String> environment) {
        String described = System.getProperty("dcm.terminals", "");
        return of(
                environment,
                described.contains("in"),
                described.contains("out"),
                System.getProperty("dcm.columns", ""));
    }

    static OwnTerminal of(Map<String, String> environment, boolean input, boolean output, String columns) {
        boolean wanted = environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb");
        int width = columns.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(columns) : DEFAULT_COLUMNS;
        return new OwnTerminal(input, output, width, output && wanted);
    }

    Screen screen(PrintWriter out, PrintWriter err) {
        return new Screen(out, err, output, colours, () -> columns);
    }
}
