package dcm.stack;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class LauncherTest {
    @Test
    void scriptHandlesEveryCommand() throws IOException {
        String script = Files.readString(Path.of("../../dcm"));

        for (String command : new CommandLine(Launcher.class).getSubcommands().keySet()) {
            Pattern passedOn = Pattern.compile("^ +([a-z]+ \\| )*" + command + "( \\| [a-z]+)*\\)$", Pattern.MULTILINE);
            assertTrue(passedOn.matcher(script).find(), command + " is a case of the script");
            assertTrue(script.contains("./dcm " + command), command + " is in its help");
        }
    }
}
