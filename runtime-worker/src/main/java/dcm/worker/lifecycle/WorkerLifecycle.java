package dcm.worker.lifecycle;

import dcm.contract.identity.HostName;
import dcm.worker.lifecycle.WorkerState.WaitingForLock;
import java.io.IOException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Starts a worker on its own thread, ends it, and begins another life when the worker must join again. At most one life
 * is open at a time. Thread-safe.
 */
public final class WorkerLifecycle {
    private static final Logger LOG = Logger.getLogger(WorkerLifecycle.class);

    private final HostName host;
    private final Startup startup;
    private volatile WorkerLife life = new WorkerLife();
    private @Nullable Thread thread;
    private boolean stopped;

    /** Starts the parts of a worker. */
    @FunctionalInterface
    public interface Startup {
        /**
         * Returns when the worker runs.
         *
         * @param life records the state and keeps the parts
         * @param first the state at the start
         * @throws IOException if the worker cannot start; the life then stays in the state {@link WorkerState.Failed}
         * @throws InterruptedException if the life ends before the worker runs
         */
        void run(WorkerLife life, WaitingForLock first) throws IOException, InterruptedException;
    }

    public WorkerLifecycle(HostName host, Startup startup) {
        this.host = host;
        this.startup = startup;
    }

    /** The current life. */
    public WorkerLife life() {
        return life;
    }

    /** Begins a life, unless {@link #stop} was called. */
    public synchronized void start() {
        if (!stopped) {
            WorkerLife begun = new WorkerLife();
            life = begun;
            thread = Thread.ofVirtual().name("worker").start(() -> run(begun));
        }
    }

    /** Ends the current life for good. */
    public void stop() {
        synchronized (this) {
            stopped = true;
            if (thread != null) {
                thread.interrupt();
            }
        }
        life.close();
    }

    @SuppressWarnings("CatchingUnchecked") // including errors, which would otherwise end the thread silently
    private void run(WorkerLife begun) {
        try {
            WaitingForLock first = WorkerState.first();
            startup.run(begun, begun.enter(first));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable e) {
            begun.enter(WorkerState.failed());
            LOG.errorf(e, "worker failed to start: host=%s", host);
        }
    }
}
