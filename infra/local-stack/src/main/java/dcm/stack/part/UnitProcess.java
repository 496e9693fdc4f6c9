package dcm.stack.part;

import dcm.join.PrivateFile;
import dcm.stack.installation.Installation;
import dcm.stack.installation.Secrets;
import dcm.stack.machine.PollDelay;
import dcm.stack.machine.StackFailure;
import dcm.stack.machine.SystemCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process that systemd runs, starts with the machine, watches and restarts. The unit is written when the part is launched, from
 * the same command line as for a {@link DetachedProcess}.
 */
public final class UnitProcess implements PartProcess {
    /** Until systemd has started the process, which can wait for other units. */
    private static final Duration UNTIL_STARTED = Duration.ofSeconds(60);

    /** Callers that wait ask 20 times a second. */
    private static final Duration STATE_AGE = Duration.ofMillis(250);

    private static final Duration LINES_AGE = Duration.ofSeconds(1);

    /** The journal's "Unit failed", see systemd.journal-fields(7). */
    private static final String UNIT_FAILED = "MESSAGE_ID=d9b373ed55a64feb8242e02dbe79a49c";

    private static final Pattern RESULT = Pattern.compile("'([a-z-]+)'");

    private final ProcessOptions options;
    private final UnitFile file;
    private final String unit;
    private final Map<String, Path> copies = new TreeMap<>();
    private final Latest<Map<String, String>> state;
    private final Latest<List<String>> lines;

    /**
     * How often systemd has restarted the part since it was started.
     *
     * @param last when the process that runs was started
     * @param reason why the last one was restarted
     */
    public record Restarts(int count, String last, String reason) {}

    UnitProcess(Installation installation, ProcessOptions options) {
        this.options = options;
        this.file = new UnitFile(installation, options);
        this.unit = UnitFile.name(options.name());
        this.state = new Latest<>(
                STATE_AGE,
                () -> Systemd.properties(
                        unit, "MainPID", "ActiveState", "SubState", "NRestarts", "Result", "ExecMainStartTimestamp"));
        this.lines = new Latest<>(LINES_AGE, () -> journal(300));
    }

    @Override
    public String name() {
        return options.name();
    }

    @Override
    public String log() {
        return "journalctl -u " + unit;
    }

    @Override
    public List<String> logCommand(boolean follow) {
        return follow
                ? List.of("journalctl", "-u", unit, "-n", "100", "-f")
                : List.of("journalctl", "-u", unit, "--no-pager");
    }

    @Override
    public List<String> lastLines(int count) {
        List<String> all = lines.value();
        return all.subList(Math.max(0, all.size() - count), all.size());
    }

    private List<String> journal(int count) {
        return SystemCommand.run(
                        "journalctl", "-u", unit, "-n", Integer.toString(count), "-o", "cat", "--no-pager", "--quiet")
                .lines()
                .toList();
    }

    @Override
    public boolean runsAsLauncher() {
        return options.user().equals(ProcessOptions.ROOT);
    }

    @Override
    public Path readable(Path secret) {
        return file.needsCopy(secret) ? copy(secret.getFileName().toString(), secret) : secret;
    }

    private Path copy(String name, Path secret) {
        copies.put(name, secret);
        return file.copy(name);
    }

    @Override
    public void launchJvm(List<String> command, Map<String, String> environment) {
        launch(new ClassArchive(file.cache().resolve(options.name() + ".jsa")).usedBy(command), environment);
    }

    @Override
    public void launch(List<String> command, Map<String, String> environment) {
        try {
            write(command, environment);
            own();
        } catch (IOException e) {
            throw new StackFailure("Cannot write the unit %s: %s".formatted(unit, e), e);
        }
        // Also one that systemd is about to restart.
        Systemd.systemctl("stop", unit);
        resetFailed();
        // Not until it is ready, for which the launcher waits itself.
        Systemd.systemctl("start", "--no-block", unit);
        awaitStarted();
    }

    private void write(List<String> command, Map<String, String> environment) throws IOException {
        Map<String, String> variables = new LinkedHashMap<>();
        environment.forEach((name, value) -> variables.put(
                name, isFileToCopy(value) ? copy(name, Path.of(value)).toString() : value));
        Files.createDirectories(file.environmentFile().getParent());
        Files.setPosixFilePermissions(file.environmentFile().getParent(), Secrets.OWNER_ONLY);
        PrivateFile.replace(file.environmentFile(), UnitSyntax.environmentFile(variables));
        String text = file.text(command, copies);
        Path path = Systemd.UNITS.resolve(unit);
        if (!Files.exists(path) || !Files.readString(path).equals(text)) {
            // Version 0.10 started each part with the target.
            Files.deleteIfExists(
                    Systemd.UNITS.resolve(PartTarget.NAME + ".wants").resolve(unit));
            Files.writeString(path, text);
            Systemd.systemctl("daemon-reload");
        }
    }

    private boolean isFileToCopy(String value) {
        return value.startsWith("/") && Files.isRegularFile(Path.of(value)) && file.needsCopy(Path.of(value));
    }

    /** Files are of root after a first start, a restoration, or an upgrade from a version without units. */
    private void own() throws IOException {
        for (Path path : options.readable()) {
            if (!Files.exists(path)) {
                Files.createDirectories(path);
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
        for (Path path : options.writable()) {
            if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectories(path);
                Files.setPosixFilePermissions(path, Secrets.OWNER_ONLY);
            }
            if (!options.readsAll()) {
                SystemCommand.run("chown", "-R", "-h", "%1$s:%1$s".formatted(options.user()), path.toString());
            }
        }
    }

    private void awaitStarted() {
        long deadline = System.nanoTime() + UNTIL_STARTED.toNanos();
        while (true) {
            Map<String, String> now = state.renewed();
            if (isActive(now) || List.of("failed", "auto-restart").contains(now.get("SubState"))) {
                return;
            }
            if (System.nanoTime() > deadline) {
                throw new StackFailure("systemd did not start %s within %d s: systemctl status %s"
                        .formatted(unit, UNTIL_STARTED.toSeconds(), unit));
            }
            PollDelay.briefly();
        }
    }

    private static boolean isActive(Map<String, String> state) {
        return !state.getOrDefault("MainPID", "0").equals("0");
    }

    @Override
    public OptionalLong pid() {
        Map<String, String> now = state.value();
        return isActive(now) ? OptionalLong.of(Long.parseLong(now.get("MainPID"))) : OptionalLong.empty();
    }

    @Override
    public boolean isWanted() {
        return !"inactive".equals(state.renewed().getOrDefault("ActiveState", "inactive"));
    }

    @Override
    public Optional<String> failure() {
        Map<String, String> now = state.value();
        boolean failed = "failed".equals(now.get("ActiveState")) || "auto-restart".equals(now.get("SubState"));
        return failed
                ? Optional.of("%s failed (%s). The last lines of its log, %s:%n    %s"
                        .formatted(
                                unit,
                                now.getOrDefault("Result", ""),
                                log(),
                                String.join(System.lineSeparator() + "    ", lastLines(8))))
                : Optional.empty();
    }

    /** The restarts since the part was started; empty if there were none. */
    public Optional<Restarts> restarts() {
        Map<String, String> now = state.value();
        int count = Integer.parseInt(now.getOrDefault("NRestarts", "0"));
        return count == 0
                ? Optional.empty()
                : Optional.of(new Restarts(count, instant(now.getOrDefault("ExecMainStartTimestamp", "")), reason()));
    }

    /** In the format of the supervisor; empty if there is none. */
    private static String instant(String timestamp) {
        return timestamp.matches("@\\d+")
                ? Instant.ofEpochSecond(Long.parseLong(timestamp.substring(1))).toString()
                : "";
    }

    private String reason() {
        Matcher result = RESULT.matcher(SystemCommand.run(
                "journalctl", "UNIT=" + unit, UNIT_FAILED, "-n", "1", "-o", "cat", "--no-pager", "--quiet"));
        if (!result.find()) {
            return "it ended";
        }
        return result.group(1).equals("watchdog")
                ? "it did not answer for %d s".formatted(UnitFile.WATCHDOG.toSeconds())
                : "it ended (%s)".formatted(result.group(1));
    }

    @Override
    public void kill() {
        if (isActive(state.renewed())) {
            Systemd.systemctl("kill", "--kill-whom=main", "--signal=KILL", unit);
        }
        state.renewed();
    }

    @Override
    public void stop() {
        if (Files.exists(Systemd.UNITS.resolve(unit))) {
            Systemd.systemctl("stop", "--no-block", unit);
            if (!hasEnded()) {
                killUnlessEnded();
            }
            Systemd.systemctl("stop", unit);
            resetFailed();
        }
        state.renewed();
    }

    /** Within the grace period, which can be shorter than that of the unit. */
    private boolean hasEnded() {
        long deadline = System.nanoTime() + options.grace().toNanos();
        while (isActive(state.renewed())) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            PollDelay.briefly();
        }
        return true;
    }

    private void killUnlessEnded() {
        try {
            kill();
        } catch (StackFailure e) {
            if (isActive(state.renewed())) {
                throw e;
            }
        }
    }

    private void resetFailed() {
        SystemCommand.run("sh", "-c", "systemctl reset-failed %s 2>/dev/null || true".formatted(unit));
    }

    /** A value that is computed again when it is older than {@code age}. */
    private static final class Latest<T> {
        private final Duration age;
        private final Supplier<T> supplier;
        private Optional<T> last = Optional.empty();
        private long computed;

        Latest(Duration age, Supplier<T> supplier) {
            this.age = age;
            this.supplier = supplier;
        }

        synchronized T value() {
            return last.isPresent() && System.nanoTime() - computed < age.toNanos() ? last.get() : renewed();
        }

        synchronized T renewed() {
            T value = supplier.get();
            last = Optional.of(value);
            computed = System.nanoTime();
            return value;
        }
    }
}
