package dcm.stack;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A process in a session of its own, found again by later runs of the launcher. Its pid is kept with the boot and the
 * time of its start, so that another program that got the same pid later is never taken for it.
 */
public final class PartProcess {
    private static final long LARGE_LOG = 16L << 20;

    private final String name;
    private final Path log;
    private final Path pidFile;
    private final String stopSignal;
    private final Duration grace;

    PartProcess(Installation installation, String name) {
        this(installation, name, "TERM", Duration.ofSeconds(15));
    }

    PartProcess(Installation installation, String name, String stopSignal, Duration grace) {
        this.name = name;
        this.log = installation.home().resolve("logs").resolve(name + ".log");
        this.pidFile = installation.home().resolve("run").resolve(name + ".pid");
        this.stopSignal = stopSignal;
        this.grace = grace;
    }

    /** Where its output goes. */
    public Path log() {
        return log;
    }

    /** Starts the command; {@code environment} is added to the launcher's own. */
    void launch(List<String> command, Map<String, String> environment) {
        var inOwnSession = new ArrayList<String>();
        inOwnSession.add("setsid");
        inOwnSession.addAll(command);
        try {
            Files.createDirectories(log.getParent());
            // Logs name accounts and what they asked for.
            Files.setPosixFilePermissions(log.getParent(), Secrets.OWNER_ONLY);
            Files.createDirectories(pidFile.getParent());
            if (Files.exists(log) && Files.size(log) > LARGE_LOG) {
                Files.move(log, log.resolveSibling(name + ".log.1"), StandardCopyOption.REPLACE_EXISTING);
            }
            var builder = new ProcessBuilder(inOwnSession)
                    .redirectInput(new File("/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().putAll(environment);
            long pid = builder.start().pid();
            Path draft = pidFile.resolveSibling(name + ".pid.new");
            Files.writeString(draft, pid + " " + identity(pid) + "\n");
            Files.move(draft, pidFile, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new StackFailure("%s cannot be started: %s".formatted(name, e.getMessage()), e);
        }
    }

    /** Its process id, while it runs. */
    public OptionalLong pid() {
        try {
            String[] words = Files.readString(pidFile).strip().split(" ", 2);
            long pid = Long.parseLong(words[0]);
            return words[1].equals(identity(pid)) ? OptionalLong.of(pid) : OptionalLong.empty();
        } catch (IOException noSuchFileOrProcess) {
            return OptionalLong.empty();
        }
    }

    /**
     * Checks that this process, and no other program, listens on {@code port}: a password must not be sent to another program.
     *
     * @throws StackFailure if another program listens there, or none
     */
    void requireOwn(int port) {
        if (pid().isEmpty() || !ListeningSocket.isHeldBy(pid().getAsLong(), port)) {
            throw new StackFailure("Port %d does not belong to %s. End the program that listens there ('ss -ltnp')."
                    .formatted(port, name));
        }
    }

    /** Ends it as a power cut would. */
    public void kill() {
        pid().ifPresent(pid -> kill(pid));
    }

    private void kill(long pid) {
        signal("KILL", pid);
        if (!ends(Duration.ofSeconds(5))) {
            throw new StackFailure("%s, process %d, cannot be ended.".formatted(name, pid));
        }
    }

    /** Asks it to end, and kills it where it does not within its grace. */
    public void stop() {
        OptionalLong pid = pid();
        if (pid.isPresent()) {
            signal(stopSignal, pid.getAsLong());
            if (!ends(grace)) {
                kill(pid.getAsLong());
            }
        }
        try {
            Files.deleteIfExists(pidFile);
        } catch (IOException e) {
            throw new StackFailure("%s cannot be removed: %s".formatted(pidFile, e.getMessage()), e);
        }
    }

    /** Memory in use, in MiB: all of the process, and of its children what they do not share; 0 if it does not run. */
    public long rssMiB() {
        OptionalLong pid = pid();
        if (pid.isEmpty()) {
            return 0;
        }
        long own = memoryKiB(pid.getAsLong(), "VmRSS");
        long children = ProcessHandle.of(pid.getAsLong()).stream()
                .flatMap(ProcessHandle::descendants)
                .mapToLong(child -> memoryKiB(child.pid(), "RssAnon"))
                .sum();
        return (own + children) / 1024;
    }

    /** The end of its log. */
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

    private boolean ends(Duration within) {
        long deadline = System.nanoTime() + within.toNanos();
        while (pid().isPresent()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            Pause.briefly();
        }
        return true;
    }

    /** What tells this process from any other one, before or after, that has its pid: the boot, and the tick it began at. */
    private static String identity(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        // The fields after the command's name, which is in parentheses and may itself contain spaces.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        // While it has other threads, what its first one leaves behind still holds ports and files.
        boolean ended = fields[0].equals("Z") && Integer.parseInt(fields[17]) <= 1;
        String began = fields[19];
        return ended
                ? "ended"
                : began + " "
                        + Files.readString(Path.of("/proc/sys/kernel/random/boot_id"))
                                .strip();
    }

    private static long memoryKiB(long pid, String field) {
        try (var lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.filter(line -> line.startsWith(field + ":"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException | java.io.UncheckedIOException ended) {
            return 0;
        }
    }

    /** By the shell's own {@code kill}, since Java can send no signal but TERM and KILL. */
    private static void signal(String signal, long pid) {
        SystemCommand.run("sh", "-c", "kill -%s %d 2>/dev/null || true".formatted(signal, pid));
    }
}
