package dcm.stack.part;

import dcm.stack.machine.StackFailure;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The process of a part, which continues after the launcher ends, and which later runs of the launcher can find. */
public interface PartProcess {
    /** The name of the part. */
    String name();

    /** Where its output is, for messages: a file, or a command that shows it. */
    String log();

    /** A command that prints its output, and also later output until it is interrupted if {@code follow} is true. */
    List<String> logCommand(boolean follow);

    /** The last lines of its output. */
    List<String> lastLines(int count);

    /** Starts a JVM, as {@link Java} builds its command, with an archive of classes for faster starts. */
    void launchJvm(List<String> command, Map<String, String> environment);

    /** Starts the command with these environment variables. */
    void launch(List<String> command, Map<String, String> environment);

    /** Whether the process has the launcher's user and sees the same files. Otherwise it has a user of its own. */
    boolean runsAsLauncher();

    /** Where the process reads a file that only the launcher's user may read. To be called before the launch. */
    Path readable(Path file);

    /** Whether this process, and no other, listens on {@code port}. */
    default boolean listensOn(int port) {
        return pid().isPresent() && ListeningSocket.isHeldBy(pid().getAsLong(), port);
    }

    /** A variable of the environment with which the process was started; empty if it has none, or hides it. */
    default Optional<String> variable(String name) {
        return pid().isPresent() ? KernelFile.variable(pid().getAsLong(), name) : Optional.empty();
    }

    /** Its process id; empty if it does not run. */
    OptionalLong pid();

    /** Whether it was started, and not stopped since by a command: it should run. */
    boolean isWanted();

    /** Kills it, like a power cut. */
    void kill();

    /** Signals it to stop, and kills it after the grace period. */
    void stop();

    /** Why it is not running although it should; empty if it runs or was stopped. */
    default Optional<String> failure() {
        return Optional.empty();
    }

    /** Memory usage in MiB, as {@link ProcessMemory} measures it; 0 if it does not run. */
    default long memoryMiB() {
        OptionalLong pid = pid();
        return pid.isPresent() ? ProcessMemory.mib(pid.getAsLong()) : 0;
    }

    /**
     * Checks that this process, and no other, listens on {@code port}, so that no password is sent to another program.
     *
     * @throws StackFailure if another program listens there, or none
     */
    default void requireOwn(int port) {
        if (!listensOn(port)) {
            throw new StackFailure("Port %d is in use by a program other than %s. Stop that program (see 'ss -ltnp')."
                    .formatted(port, name()));
        }
    }
}
