package dcm.stack;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** One server of the stack, in a process of its own that outlives the launcher. */
public interface Part {
    String name();

    /** The version of what runs, as its makers number it. */
    String version();

    /** Where it answers. */
    String url();

    /** The ports it listens on. */
    Set<Port> ports();

    /** Names of the parts and steps that must be done before this one is started. */
    Set<String> needs();

    /** Whether it answers as it should, now. Takes at most a few seconds. */
    boolean healthy();

    /** What an operator should look at although the part is healthy, one sentence each. */
    default List<String> attention() {
        return List.of();
    }

    /** Its detached process. */
    PartProcess process();

    /** Makes the process, with whatever it needs at its first start. Does not wait for it. */
    void launch();

    /** How long a start may take on a slow machine. */
    default Duration patience() {
        return Duration.ofSeconds(90);
    }

    /**
     * Returns once it is healthy; at once if it is already.
     *
     * @throws StackFailure if it ends or is not healthy in time; the message has the log's last lines
     */
    default void start() {
        if (process().pid().isEmpty()) {
            launch();
        }
        long deadline = System.nanoTime() + patience().toNanos();
        while (!healthy()) {
            if (process().pid().isEmpty()) {
                throw failure("ended while starting");
            }
            if (System.nanoTime() > deadline) {
                throw failure("was not healthy after %d s".formatted(patience().toSeconds()));
            }
            Pause.briefly();
        }
    }

    /** Ends the process: asked first, killed if it does not obey. */
    default void stop() {
        process().stop();
    }

    /** The process id, while it runs. */
    default OptionalLong pid() {
        return process().pid();
    }

    private StackFailure failure(String what) {
        List<String> lines = process().lastLines(15);
        return new StackFailure("%s %s. Its log, %s, ends with:%n    %s"
                .formatted(name(), what, process().log(), String.join(System.lineSeparator() + "    ", lines)));
    }
}
