package dcm.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A command that was run in a test. */
record Typed(int code, String out, String err) {
    /** A user's machine: its configuration directory and environment. */
    record Machine(Map<String, String> environment) {
        Machine(Path home) {
            this(Map.of("XDG_CONFIG_HOME", home.toString()));
        }

        Machine with(String variable, String value) {
            Map<String, String> more = new HashMap<>(environment);
            more.put(variable, value);
            return new Machine(more);
        }

        Typed types(String... words) {
            var out = new StringWriter();
            var err = new StringWriter();
            var terminal = new OwnTerminal(false, false, 80, false);
            int code = Main.run(environment, terminal, new PrintWriter(out), new PrintWriter(err), words);
            return new Typed(code, out.toString().strip(), err.toString().strip());
        }
    }
}
