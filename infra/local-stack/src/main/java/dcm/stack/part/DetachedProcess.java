package dcm.stack.part;

import dcm.stack.installation.Installation;
import dcm.stack.installation.Secrets;
import dcm.stack.machine.PollDelay;
import dcm.stack.machine.StackFailure;
import dcm.stack.machine.SystemCommand;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A process in its own session that later runs of the launcher can find. The pid is stored with the boot id and start
 * time, so that another process with a reused pid is not mistaken for it.
 */
public final class DetachedProcess implements PartProcess {
    private static final String PID_FILES = "run";
    private static final long LARGE_LOG = 16L << 20;

    /** Variables that Quarkus, Keycloak and Kafka read. */
    private static final Pattern SETTING = Pattern.compile("(KAFKA|KC|MP|QUARKUS|SMALLRYE)_");

    private final String name;
    private final Path log;
    private final Path pidFile;
    private final ClassArchive classArchive;
    private final String stopSignal;
    private final Duration grace;

    /** A process that nothing needs to know more about. */
    public DetachedProcess(Installation installation, String name) {
        this(installation, ProcessOptions.of(name));
    }

    DetachedProcess(Installation installation, ProcessOptions options) {
        this.name = options.name();
        this.log = installation.home().resolve("logs").resolve(name + ".log");
        this.pidFile = installation.home().resolve(PID_FILES).resolve(name + ".pid");
        this.classArchive =
                new ClassArchive(installation.home().resolve("cache").resolve(name + ".jsa"));
        this.stopSignal = options.stopSignal();
        this.grace = options.grace();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String log() {
        return log.toString();
    }

    @Override
    public List<String> logCommand(boolean follow) {
        if (!Files.exists(log)) {
            throw new StackFailure("No log of %s: %s does not exist.".formatted(name, log));
        }
        return follow
                // By name, because a large log is renamed when its part restarts.
                ? List.of("tail", "-n", "100", "--follow=name", "--retry", log.toString())
                : List.of("tail", "-n", "+1", log.toString());
    }

    @Override
    public boolean runsAsLauncher() {
        return true;
    }

    @Override
    public Path readable(Path file) {
        return file;
    }

    @Override
    public void launchJvm(List<String> command, Map<String, String> environment) {
        try {
            classArchive.deleteOfOtherPrograms(command);
        } catch (IOException | UncheckedIOException e) {
            throw new StackFailure("Cannot start %s: %s".formatted(name, e.getMessage()), e);
        }
        launch(classArchive.usedBy(command), environment);
    }

    @Override
    public void launch(List<String> command, Map<String, String> environment) {
        var inOwnSession = new ArrayList<String>();
        inOwnSession.add("setsid");
        inOwnSession.addAll(command);
        try {
            Files.createDirectories(log.getParent());
            // Logs contain account names and requests.
            Files.setPosixFilePermissions(log.getParent(), Secrets.OWNER_ONLY);
            Files.createDirectories(pidFile.getParent());
            Files.createDirectories(classArchive.file().getParent());
            deleteIncompleteArchive();
            if (Files.exists(log) && Files.size(log) > LARGE_LOG) {
                Files.move(log, log.resolveSibling(name + ".log.1"), StandardCopyOption.REPLACE_EXISTING);
            }
            var builder = new ProcessBuilder(inOwnSession)
                    .redirectInput(new File("/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            removeSettings(builder.environment());
            builder.environment().putAll(environment);
            long pid = builder.start().pid();
            Path draft = pidFile.resolveSibling(name + ".pid.new");
            Files.writeString(draft, pid + " " + identity(pid) + "\n");
            Files.move(draft, pidFile, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new StackFailure("Cannot start %s: %s".formatted(name, e.getMessage()), e);
        }
    }

    /** A process gets them from DCM only, as a unit of systemd does: those of this shell would be gone at the next start. */
    static void removeSettings(Map<String, String> environment) {
        environment.keySet().removeIf(name -> SETTING.matcher(name).lookingAt());
    }

    /**
     * Deletes the archive if the last process did not end as it should, because its archive may be incomplete. The JVM would
     * start without an archive, and never replace the incomplete one.
     */
    private void deleteIncompleteArchive() throws IOException {
        if (Files.exists(pidFile)) {
            classArchive.delete();
        }
    }

    @Override
    public OptionalLong pid() {
        return pid(pidFile);
    }

    /** Whether a process of the installation in {@code home} runs, whatever its settings are. */
    static boolean anyRuns(Path home) {
        Path directory = home.resolve(PID_FILES);
        if (!Files.isDirectory(directory)) {
            return false;
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".pid"))
                    .anyMatch(file -> pid(file).isPresent());
        } catch (IOException e) {
            throw new StackFailure("Cannot read %s: %s".formatted(directory, e.getMessage()), e);
        }
    }

    private static OptionalLong pid(Path pidFile) {
        try {
            String[] words = Files.readString(pidFile).strip().split(" ", 2);
            // A power cut can leave an empty file.
            if (words.length < 2) {
                return OptionalLong.empty();
            }
            long pid = Long.parseLong(words[0]);
            return words[1].equals(identity(pid)) ? OptionalLong.of(pid) : OptionalLong.empty();
        } catch (IOException noSuchFileOrProcess) {
            return OptionalLong.empty();
        }
    }

    @Override
    public boolean isWanted() {
        return Files.exists(pidFile);
    }

    @Override
    public void kill() {
        pid().ifPresent(pid -> kill(pid));
    }

    private void kill(long pid) {
        signal("KILL", pid);
        if (!ends(pid, Duration.ofSeconds(5))) {
            throw new StackFailure("Cannot stop %s, process %d.".formatted(name, pid));
        }
    }

    @Override
    public void stop() {
        OptionalLong pid = pid();
        boolean ended = false;
        if (pid.isPresent()) {
            signal(stopSignal, pid.getAsLong());
            ended = ends(pid.getAsLong(), grace);
            if (!ended) {
                kill(pid.getAsLong());
            }
        }
        try {
            if (!ended) {
                deleteIncompleteArchive();
            }
            Files.deleteIfExists(pidFile);
        } catch (IOException e) {
            throw new StackFailure("Cannot remove %s: %s".formatted(pidFile, e.getMessage()), e);
        }
    }

    @Override
    public List<String> lastLines(int count) {
        try (var file = new RandomAccessFile(log.toFile(), "r")) {
            int tail = (int) Math.min(file.length(), 200L * count);
            byte[] bytes = new byte[tail];
            file.seek(file.length() - tail);
            file.readFully(bytes);
            List<String> lines =
                    new String(bytes, StandardCharsets.UTF_8).lines().toList();
            return lines.subList(Math.max(0, lines.size() - count), lines.size());
        } catch (IOException e) {
            return List.of();
        }
    }

    /** The supervisor may have started another process already. */
    private boolean ends(long pid, Duration within) {
        long deadline = System.nanoTime() + within.toNanos();
        while (pid().equals(OptionalLong.of(pid))) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            PollDelay.briefly();
        }
        return true;
    }

    /** Identifies the process among all with the same pid: the boot id and the start time in clock ticks. */
    private static String identity(long pid) throws IOException {
        String stat = KernelFile.text(Path.of("/proc/" + pid + "/stat"));
        // The fields after the command name, which is in parentheses and may contain spaces.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        // A zombie with other threads still holds ports and files.
        boolean ended = fields[0].equals("Z") && Integer.parseInt(fields[17]) <= 1;
        String began = fields[19];
        return ended ? "ended" : began + " " + KernelFile.text(Path.of("/proc/sys/kernel/random/boot_id"));
    }

    /** Uses the shell's {@code kill}, because Java can send only TERM and KILL. */
    private static void signal(String signal, long pid) {
        SystemCommand.run("sh", "-c", "kill -%s %d 2>/dev/null || true".formatted(signal, pid));
    }
}
