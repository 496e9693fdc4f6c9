package dcm.worker.supervision;

import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A thread that repeats a step until it is closed. When the step fails, for whatever reason, the failure is logged, the step is repeated
 * after a pause, and meanwhile {@link #failure} says what is wrong. Thread-safe.
 */
public final class SupervisedLoop implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(SupervisedLoop.class);
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final String name;
    private final Duration pause;
    private final Step step;
    private final Thread thread;
    private volatile @Nullable String failure;

    /** One round of the work. It waits inside, for whatever comes next or for a time. */
    @FunctionalInterface
    public interface Step {
        void run() throws Exception;
    }

    private SupervisedLoop(String name, Thread.Builder threads, Duration pause, Step step) {
        this.name = name;
        this.pause = pause;
        this.step = step;
        this.thread = threads.name(name).unstarted(this::run);
    }

    /** A loop on a virtual thread, that is not started. */
    public static SupervisedLoop of(String name, Step step) {
        return new SupervisedLoop(name, Thread.ofVirtual(), PAUSE, step);
    }

    /** A loop on a thread of the operating system, for steps that wait inside the kernel. */
    public static SupervisedLoop onPlatformThread(String name, Step step) {
        return new SupervisedLoop(name, Thread.ofPlatform().daemon(), PAUSE, step);
    }

    /** For tests: with a pause of its own. */
    static SupervisedLoop of(String name, Duration pause, Step step) {
        return new SupervisedLoop(name, Thread.ofVirtual(), pause, step);
    }

    public void start() {
        thread.start();
    }

    /** Why the step fails; empty while it works, before the start, and after the end. */
    public Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    /** Ends the thread soon. */
    @Override
    public void close() {
        thread.interrupt();
    }

    @SuppressWarnings("CatchingUnchecked") // errors as well: a thread that ended by one would not be noticed
    private void run() {
        try {
            while (true) {
                try {
                    step.run();
                    failure = null;
                } catch (InterruptedException e) {
                    throw e;
                } catch (Throwable e) {
                    failure = name + ": " + e;
                    LOG.errorf(e, "%s failed and goes on in %d ms", name, pause.toMillis());
                    Thread.sleep(pause);
                }
            }
        } catch (InterruptedException e) {
            failure = null;
        }
    }
}
