package dcm.stack.part;

import dcm.stack.installation.ProgramFiles;
import dcm.stack.installation.StackPort;
import dcm.stack.machine.PollDelay;
import dcm.stack.machine.StackFailure;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/** A server of the stack. It runs in a separate process that continues after the launcher ends. */
public interface Part {
    /** What to do if a start takes long. */
    String SLOW = System.lineSeparator()
            + "If it is only slow, './dcm status' shows it as healthy soon; then run './dcm up' again.";

    /** How often a start asks for reasons and progress. These requests take time from the parts that start. */
    Duration REPORTS = Duration.ofMillis(500);

    String name();

    /** The version of the server. */
    String version();

    /** The version that its process runs, which can be older than {@link #version}; empty if it does not run, or was started by version 0.10. */
    default Optional<String> runningVersion() {
        return process().variable(ProgramFiles.VERSION_VARIABLE).filter(version -> !version.isEmpty());
    }

    /** The address of the server. */
    String url();

    /** The ports on which it listens. */
    Set<StackPort> ports();

    /** The names of the parts and steps that must be complete before this part is started. */
    Set<String> needs();

    /** Whether it answers correctly now. Takes a few seconds at most. */
    boolean healthy();

    /** Whether it reacts to requests now, even if it is not healthy because of another part. Takes a few seconds at most. */
    default boolean answers() {
        return healthy();
    }

    /** Warnings about a healthy part, one sentence each. */
    default List<String> attention() {
        return List.of();
    }

    /** The process of the server. */
    PartProcess process();

    /** Starts the process and prepares what the first start needs. Does not wait for it. */
    void launch();

    /**
     * Starts the process again, with the data that it has.
     *
     * @throws StackFailure if its data is missing, which only a first start creates
     */
    default void relaunch() {
        launch();
    }

    /** The timeout for a start on a slow machine, counted from the last progress. */
    default Duration timeout() {
        return Duration.ofMinutes(4);
    }

    /** After this time, a part that has not answered since it was launched hangs; empty if it is unknown how long a start takes, such as of one that recovers its data. */
    default Optional<Duration> startLimit() {
        return Optional.empty();
    }

    /**
     * What a long start is doing, as a sentence that changes while it advances; empty if it reports nothing. A sentence
     * that repeats is no progress.
     */
    default Optional<String> progress() {
        return Optional.empty();
    }

    /** The progress of another part for which this part's start waits. */
    default Optional<String> awaitedProgress() {
        return Optional.empty();
    }

    /**
     * Why a part is not healthy.
     *
     * @param reason in the part's own words
     * @param isPermanent whether it lasts until an administrator acts, so that waiting is useless
     */
    record Problem(String reason, boolean isPermanent) {}

    /** Why the part is not healthy; empty if it gives no reason. */
    default Optional<Problem> problem() {
        return Optional.empty();
    }

    /** Starts the process unless it runs. */
    default void launchIfStopped() {
        if (process().pid().isEmpty()) {
            launch();
        }
    }

    /**
     * Starts the part if needed and returns when it is healthy.
     *
     * @throws StackFailure if it exits, has a permanent problem, or is not healthy in time; the message contains the reason
     *     or the log's last lines
     */
    default void start() {
        start(line -> {});
    }

    /**
     * The same, and reports the progress of a long start. Waits as long as there is progress.
     *
     * @param report receives a line for each progress
     * @throws StackFailure if it exits, has a permanent problem, or is neither healthy nor advances in time
     */
    default void start(Consumer<String> report) {
        // From earlier starts.
        Set<Optional<String>> reported = new HashSet<>(List.of(Optional.empty(), progress()));
        Set<Optional<String>> awaited = new HashSet<>(List.of(Optional.empty(), awaitedProgress()));
        launchIfStopped();
        long deadline = System.nanoTime() + timeout().toNanos();
        long reportDue = System.nanoTime();
        while (!healthy()) {
            if (process().pid().isEmpty()) {
                throw failure("exited during its start", "");
            }
            if (System.nanoTime() >= reportDue) {
                reportDue = System.nanoTime() + REPORTS.toNanos();
                problem().filter(Problem::isPermanent).ifPresent(problem -> {
                    throw failure("cannot become healthy", problem);
                });
                Optional<String> progress = progress();
                boolean advanced = reported.add(progress);
                if (advanced) {
                    progress.ifPresent(line -> report.accept("%s … %s".formatted(name(), line)));
                }
                if (awaited.add(awaitedProgress()) || advanced) {
                    deadline = System.nanoTime() + timeout().toNanos();
                }
            }
            if (System.nanoTime() > deadline) {
                String what = "was not healthy after %d s".formatted(timeout().toSeconds());
                throw problem().map(problem -> failure(what, problem)).orElseGet(() -> failure(what, SLOW));
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

    private StackFailure failure(String what, Problem problem) {
        return new StackFailure("%s %s: %s%nIts log: %s"
                .formatted(name(), what, problem.reason(), process().log()));
    }

    private StackFailure failure(String what, String advice) {
        List<String> lines = process().lastLines(15);
        return new StackFailure("%s %s. The last lines of its log, %s:%n    %s%s"
                .formatted(name(), what, process().log(), String.join(System.lineSeparator() + "    ", lines), advice));
    }
}
