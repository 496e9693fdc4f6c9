package dcm.gateway.terminal;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What a client says that its terminal is.
 *
 * @param told as it says, if that can be true; for others who know more terminals
 * @param known the like of it that JLine knows by itself: of others it asks a program, with what the client says as an argument
 */
record TerminalType(String told, String known) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,39}");
    private static final String USUAL = "xterm-256color";

    static TerminalType of(String term) {
        if (!NAME.matcher(term).matches()) {
            return new TerminalType("dumb", "dumb");
        }
        return new TerminalType(term, known(term));
    }

    private static String known(String term) {
        if (List.of("dumb", "ansi", "xterm", "screen", "rxvt").contains(term)) {
            return term;
        }
        return List.of("linux", "cons25", "vt").stream().anyMatch(term::startsWith) ? "ansi" : USUAL;
    }

    boolean hasColours() {
        return !known.equals("dumb");
    }
}
