package dcm.stack.part;

import static dcm.stack.part.UnitSyntax.commandLine;
import static dcm.stack.part.UnitSyntax.percents;
import static dcm.stack.part.UnitSyntax.quoted;

import dcm.stack.installation.Installation;
import dcm.stack.machine.StackFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The systemd target of all units of parts. With it, and with the machine, a unit starts them: if the settings have changed since the
 * last start, by {@code dcm up}, which writes the units of parts.
 */
public final class PartTarget {
    /** The name of the target. */
    public static final String NAME = "dcm.target";

    private static final String START = "dcm-start.service";

    private static final String SCRIPT = "infra/systemd/start-parts";

    /** The directory of the installation. systemd ignores fields that begin with X-. */
    private static final String HOME = "X-Home=";

    /** Version 0.10 wrote a target for the package only, and did not name it. */
    private static final Path HOME_BEFORE = Path.of("/var/lib/dcm");

    private PartTarget() {}

    /**
     * Whether the target is that of another installation, such as of the package beside a host that joined with a directory of its own. A
     * machine has one.
     */
    static boolean isOfOther(Path home) {
        Path file = Systemd.UNITS.resolve(NAME);
        try {
            if (!Files.exists(file)) {
                return false;
            }
            Path own = Files.readString(file)
                    .lines()
                    .filter(line -> line.startsWith(HOME))
                    .map(line -> Path.of(line.substring(HOME.length())))
                    .findFirst()
                    .orElse(HOME_BEFORE);
            return Files.exists(own) && !isSame(own, home);
        } catch (IOException e) {
            throw new StackFailure("Cannot read %s: %s".formatted(file, e), e);
        }
    }

    /** Also if one is a link to the other. */
    private static boolean isSame(Path own, Path home) {
        try {
            return own.equals(home) || Files.exists(home) && Files.isSameFile(own, home);
        } catch (IOException e) {
            throw new StackFailure("Cannot read %s: %s".formatted(home, e), e);
        }
    }

    /** Deletes the units of parts that the installation has no longer. */
    public static void retain(Set<String> parts) {
        List<Path> others =
                written().filter(unit -> !parts.contains(part(unit))).toList();
        others.forEach(unit -> {
            Systemd.systemctl("disable", "--now", unit.getFileName().toString());
            delete(unit);
        });
        if (!others.isEmpty()) {
            Systemd.systemctl("daemon-reload");
        }
    }

    /** Lets the target start these parts, and itself start with the machine, unless an administrator has disabled it. */
    public static void enable(Installation installation, Set<String> parts) {
        write(START, startText(installation, parts), !Files.exists(Systemd.UNITS.resolve(NAME + ".wants/" + START)));
        write(NAME, text(installation), !Files.exists(Systemd.UNITS.resolve(NAME)));
    }

    private static void write(String unit, String text, boolean enables) {
        Path file = Systemd.UNITS.resolve(unit);
        try {
            if (!Files.exists(file) || !Files.readString(file).equals(text)) {
                Files.writeString(file, text);
                Systemd.systemctl("daemon-reload");
            }
            if (enables) {
                Systemd.systemctl("enable", unit);
            }
        } catch (IOException e) {
            throw new StackFailure("Cannot write the unit %s: %s".formatted(file, e), e);
        }
    }

    /** Makes the target active, without starting anything, after its parts were started. It stops them later. */
    public static void started() {
        Systemd.systemctl("start", "--no-block", "--job-mode=ignore-dependencies", NAME);
    }

    /** Stops all parts, and deletes their units and the target. */
    public static void remove() {
        retain(Set.of());
        for (String unit : List.of(NAME, START)) {
            Path file = Systemd.UNITS.resolve(unit);
            if (Files.exists(file)) {
                Systemd.systemctl("disable", "--now", unit);
                delete(file);
                Systemd.systemctl("daemon-reload");
            }
        }
    }

    /** Stops the target, which stops all parts; both start again with the machine. */
    public static void stop() {
        if (Files.exists(Systemd.UNITS.resolve(NAME))) {
            Systemd.systemctl("stop", NAME);
        }
    }

    /** Whether a unit of a part is running or starting. */
    static boolean anyRuns() {
        return written()
                .anyMatch(unit -> !Systemd.properties(unit.getFileName().toString(), "MainPID")
                        .getOrDefault("MainPID", "0")
                        .equals("0"));
    }

    static boolean exists() {
        return Files.exists(Systemd.UNITS.resolve(NAME));
    }

    private static String part(Path unit) {
        return unit.getFileName().toString().replaceAll("^dcm-|\\.service$", "");
    }

    /** The unit files of parts that DCM has written. */
    private static Stream<Path> written() {
        if (!Files.isDirectory(Systemd.UNITS)) {
            return Stream.empty();
        }
        try (Stream<Path> files = Files.list(Systemd.UNITS)) {
            return files
                    .filter(file -> file.getFileName().toString().matches("dcm-.+\\.service"))
                    .filter(file -> !file.endsWith(START))
                    .filter(PartTarget::isOurs)
                    .collect(Collectors.toList())
                    .stream();
        } catch (IOException e) {
            throw new StackFailure("Cannot read %s: %s".formatted(Systemd.UNITS, e), e);
        }
    }

    private static boolean isOurs(Path unit) {
        try {
            return Files.isRegularFile(unit) && Files.readString(unit).startsWith(UnitFile.MARK);
        } catch (IOException e) {
            throw new StackFailure("Cannot read %s: %s".formatted(unit, e), e);
        }
    }

    private static void delete(Path unit) {
        try {
            Files.deleteIfExists(unit);
        } catch (IOException e) {
            throw new StackFailure("Cannot delete the unit %s: %s".formatted(unit, e), e);
        }
    }

    static String startText(Installation installation, Set<String> parts) {
        Path programs = installation.programs().root();
        String script = programs.resolve(SCRIPT).toString();
        List<String> words = new ArrayList<>(List.of(
                script,
                installation.settingsFile().current().toString(),
                installation.settingsFile().lastStart().toString(),
                programs.resolve("dcm").toString()));
        parts.stream().map(UnitFile::name).sorted().forEach(words::add);
        return """
                %s
                [Unit]
                Description=DCM: start all parts
                Documentation=file:%s
                PartOf=%s
                After=network-online.target dcm-addresses.service docker.service
                Wants=network-online.target
                # Not after the programs are removed.
                ConditionPathExists=%s
                StartLimitIntervalSec=0
                %s%s

                [Service]
                Type=oneshot
                Environment=LANG=C.UTF-8 %s
                ExecStart=%s
                # For example until a server of others can be reached.
                Restart=on-failure
                RestartSec=10
                RestartSteps=4
                RestartMaxDelaySec=120
                SuccessExitStatus=143 SIGTERM

                [Install]
                WantedBy=%s
                """.formatted(
                        UnitFile.MARK,
                        percents(installation.programs().operationsManual().toString()),
                        NAME,
                        percents(script),
                        HOME,
                        installation.home(),
                        quoted("DCM_HOME=" + installation.home()),
                        commandLine(words),
                        NAME);
    }

    static String text(Installation installation) {
        return """
                %s To start and stop all parts: systemctl start|stop dcm.target
                [Unit]
                Description=Docker Container Manager
                Documentation=file:%s
                After=network-online.target docker.service
                %s%s

                [Install]
                WantedBy=multi-user.target
                """.formatted(
                        UnitFile.MARK,
                        percents(installation.programs().operationsManual().toString()),
                        HOME,
                        installation.home());
    }
}
