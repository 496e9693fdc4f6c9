package dcm.gateway.terminal;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The terminal type of a client.
 *
 * @param requested the client's value, if it is plausible; passed on to containers
 * @param known a similar type that JLine has built in; for others JLine would start a program with the client's value
 *     as an argument
 */
record TerminalType(String requested, String known) {
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
