package dcm.stack.part;

import dcm.stack.machine.StackFailure;
import dcm.stack.machine.SystemCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Calls systemd on this machine. */
public final class Systemd {
    /** The directory of units that administrators and programs write. */
    public static final Path UNITS = Path.of("/etc/systemd/system");

    /** It exists exactly if systemd is the machine's service manager, see sd_booted(3). */
    private static final Path BOOTED = Path.of("/run/systemd/system");

    private Systemd() {}

    /** Whether systemd manages the services of this machine. */
    public static boolean isBooted() {
        return Files.isDirectory(BOOTED);
    }

    /** @throws StackFailure if it fails */
    static void systemctl(String... words) {
        List<String> command = new ArrayList<>(List.of("systemctl", "--quiet"));
        command.addAll(List.of(words));
        SystemCommand.run(command);
    }

    /** Properties of a unit, by name, points of time as {@code @} and Unix seconds; of a unit that does not exist, those of one that is not running. */
    static Map<String, String> properties(String unit, String... names) {
        return SystemCommand.run("systemctl", "show", unit, "--timestamp=unix", "--property=" + String.join(",", names))
                .lines()
                .filter(line -> line.contains("="))
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.indexOf('=')),
                        line -> line.substring(line.indexOf('=') + 1),
                        (first, _) -> first));
    }
}
