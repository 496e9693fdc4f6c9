package dcm.stack.part;

import dcm.stack.machine.PollDelay;
import dcm.stack.machine.StackFailure;
import dcm.stack.machine.SystemCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * A process whose threads are stopped (SIGSTOP) until it is closed. Its files do not change meanwhile: they are as after a SIGKILL.
 * Another process lets it continue after {@code limit}, so that it does not stay paused if the launcher is killed.
 */
public final class PausedProcess implements AutoCloseable {
    private static final Duration UNTIL_STOPPED = Duration.ofSeconds(5);

    private final long pid;
    private final Duration limit;
    private final Process resumption;
    private final Thread interruption;

    private PausedProcess(long pid, Duration limit, Process resumption) {
        this.pid = pid;
        this.limit = limit;
        this.resumption = resumption;
        this.interruption = new Thread(this::resume);
    }

    /**
     * Pauses a process.
     *
     * @throws StackFailure if it does not stop; it continues then
     */
    public static PausedProcess pause(long pid, Duration limit) {
        PausedProcess paused = new PausedProcess(
                pid,
                limit,
                // In a session of its own, so that Ctrl-C does not end it.
                SystemCommand.start("setsid", "sh", "-c", "sleep %d; kill -CONT %d".formatted(limit.toSeconds(), pid)));
        Runtime.getRuntime().addShutdownHook(paused.interruption);
        try {
            paused.signal("STOP");
            paused.awaitStopped();
            return paused;
        } catch (RuntimeException e) {
            paused.close();
            throw e;
        }
    }

    /** A signal stops the threads one after another: those that are writing finish their write first. */
    private void awaitStopped() {
        long deadline = System.nanoTime() + UNTIL_STOPPED.toNanos();
        while (!isStopped()) {
            if (System.nanoTime() > deadline) {
                throw new StackFailure(
                        "Process %d did not stop within %d s. It continues.".formatted(pid, UNTIL_STOPPED.toSeconds()));
            }
            PollDelay.shortly();
        }
    }

    /**
     * Checks that it has been paused all the time.
     *
     * @throws StackFailure if it continued because the limit was over, or has ended
     */
    public void requireStillPaused() {
        if (!isStopped()) {
            throw new StackFailure(
                    "Process %d was paused for longer than %d s, and continues.".formatted(pid, limit.toSeconds()));
        }
    }

    private boolean isStopped() {
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
            List<Path> all = threads.toList();
            return !all.isEmpty() && all.stream().allMatch(PausedProcess::isStopped);
        } catch (IOException ended) {
            return false;
        }
    }

    private static boolean isStopped(Path thread) {
        try {
            String stat = KernelFile.text(thread.resolve("stat"));
            char state = stat.charAt(stat.lastIndexOf(')') + 2);
            return state == 'T' || state == 'Z' || state == 'X';
        } catch (IOException ended) {
            return true;
        }
    }

    private void resume() {
        signal("CONT");
    }

    private void signal(String signal) {
        SystemCommand.run("sh", "-c", "kill -%s %d 2>/dev/null || true".formatted(signal, pid));
    }

    @Override
    public void close() {
        resume();
        try {
            Runtime.getRuntime().removeShutdownHook(interruption);
        } catch (IllegalStateException shutdown) {
            // The hook runs.
        }
        resumption.descendants().forEach(ProcessHandle::destroy);
        resumption.destroy();
    }
}
