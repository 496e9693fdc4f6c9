package dcm.stack;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class LauncherTest {
    private static final Pattern EMPTY = Pattern.compile(
            "\\$\\{|\\(\\)|null|%s|\\b(or|such as|to|of|the|than|by)[.,;)]|=(?=[\\]\\s])|[,;] *[.,;]|; *by default");

    @Test
    void scriptHandlesEveryCommand() throws IOException {
        String script = Files.readString(Path.of("../../dcm")) + Files.readString(Path.of("../launch.bash"));

        for (CommandLine line : new CommandLine(Launcher.class).getSubcommands().values()) {
            if (line.getCommandSpec().usageMessage().hidden()) {
                continue;
            }
            String command = line.getCommandName();
            Pattern passedOn = Pattern.compile("^ +([a-z]+ \\| )*" + command + "( \\| [a-z]+)*\\)$", Pattern.MULTILINE);
            assertTrue(passedOn.matcher(script).find(), command + " is a case of the script");
            assertTrue(script.contains("./dcm " + command), command + " is in its help");
        }
    }

    @Test
    void helpTextsHaveNoEmptyOrUnresolvedValues() {
        List<CommandLine> commands = new ArrayList<>();
        add(new CommandLine(Launcher.class), commands);
        assertTrue(commands.size() > 10);
        for (CommandLine command : commands) {
            String help = command.getUsageMessage();
            assertFalse(EMPTY.matcher(help).find(), help);
        }
    }

    private static void add(CommandLine command, List<CommandLine> all) {
        all.add(command);
        command.getSubcommands().values().forEach(below -> add(below, all));
    }
}
