package dcm.stack.part;

import dcm.stack.installation.StackPort;
import dcm.stack.machine.PollDelay;
import dcm.stack.machine.StackFailure;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** A server of the stack. It runs in a separate process that continues after the launcher ends. */
public interface Part {
    String name();

    /** The version of the server. */
    String version();

    /** The address of the server. */
    String url();

    /** The ports on which it listens. */
    Set<StackPort> ports();

    /** The names of the parts and steps that must be complete before this part is started. */
    Set<String> needs();

    /** Whether it answers correctly now. Takes a few seconds at most. */
    boolean healthy();

    /** Warnings about a healthy part, one sentence each. */
    default List<String> attention() {
        return List.of();
    }

    /** The detached process of the server. */
    PartProcess process();

    /** Starts the process and prepares what the first start needs. Does not wait for it. */
    void launch();

    /** The timeout for a start on a slow machine. */
    default Duration timeout() {
        return Duration.ofSeconds(90);
    }

    /**
     * Starts the part if needed and returns when it is healthy.
     *
     * @throws StackFailure if it exits or is not healthy in time; the message contains the log's last lines
     */
    default void start() {
        if (process().pid().isEmpty()) {
            launch();
        }
        long deadline = System.nanoTime() + timeout().toNanos();
        while (!healthy()) {
            if (process().pid().isEmpty()) {
                throw failure("exited during its start");
            }
            if (System.nanoTime() > deadline) {
                throw failure("was not healthy after %d s".formatted(timeout().toSeconds()));
            }
            PollDelay.briefly();
        }
    }

    /** Stops the process: with a signal first, then by force. */
    default void stop() {
        process().stop();
    }

    /** The process id; empty if it does not run. */
    default OptionalLong pid() {
        return process().pid();
    }

    private StackFailure failure(String what) {
        List<String> lines = process().lastLines(15);
        return new StackFailure("%s %s. The last lines of its log, %s:%n    %s"
                .formatted(name(), what, process().log(), String.join(System.lineSeparator() + "    ", lines)));
    }
}
