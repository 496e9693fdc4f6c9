package dcm.rest.supervision;

import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A thread that repeats a step until it is closed. When the step fails, the loop logs the failure, waits, and repeats
 * the step; {@link #failure} returns the reason meanwhile. Thread-safe.
 */
public final class SupervisedLoop implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(SupervisedLoop.class);
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final String name;
    private final Duration pause;
    private final Step step;
    private final Thread thread;
    private volatile boolean started;
    private volatile boolean closed;
    private volatile @Nullable String failure;

    /** One iteration, which blocks until the next event or time. */
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

    /** Creates a loop on a virtual thread without starting it. */
    public static SupervisedLoop of(String name, Step step) {
        return new SupervisedLoop(name, Thread.ofVirtual(), PAUSE, step);
    }

    /** Creates a loop on a platform thread, for steps that block in the kernel. */
    public static SupervisedLoop onPlatformThread(String name, Step step) {
        return new SupervisedLoop(name, Thread.ofPlatform().daemon(), PAUSE, step);
    }

    /** Creates a loop with a given pause after a failure, on a virtual thread. */
    public static SupervisedLoop of(String name, Duration pause, Step step) {
        return new SupervisedLoop(name, Thread.ofVirtual(), pause, step);
    }

    public void start() {
        thread.start();
        started = true;
    }

    /** Why the step fails, or that the thread ended; empty while it succeeds, before the start, and after the end. */
    public Optional<String> failure() {
        if (closed) {
            return Optional.empty();
        }
        String reason = failure;
        return reason == null && started && !thread.isAlive()
                ? Optional.of(name + ": its thread ended")
                : Optional.ofNullable(reason);
    }

    /** The name of the thread. */
    public String name() {
        return name;
    }

    /** Signals the thread to stop. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }

    /** Waits until the thread has ended. */
    public void join() throws InterruptedException {
        thread.join();
    }

    @SuppressWarnings("CatchingUnchecked") // including errors, which would otherwise end the thread silently
    private void run() {
        while (!closed) {
            try {
                step.run();
                failure = null;
            } catch (Throwable e) { // also an interruption by others than close()
                if (!closed) {
                    fail(e);
                }
            }
        }
    }

    private void fail(Throwable e) {
        failure = name + ": " + e;
        LOG.warnf(e, "loop failed and is retried: loop=%s ms=%d", name, pause.toMillis());
        try {
            Thread.sleep(pause);
        } catch (InterruptedException interrupted) {
            LOG.debugf("pause ended early: loop=%s", name);
        }
    }
}
