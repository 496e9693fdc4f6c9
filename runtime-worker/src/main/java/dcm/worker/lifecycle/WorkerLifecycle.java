package dcm.worker.lifecycle;

import dcm.contract.identity.HostName;
import dcm.worker.lifecycle.WorkerState.WaitingForLock;
import java.io.IOException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Starts a worker on its own thread, and stops it. A stopped worker is not started again. Thread-safe. */
public final class WorkerLifecycle {
    private static final Logger LOG = Logger.getLogger(WorkerLifecycle.class);

    private final HostName host;
    private final Startup startup;
    private final WorkerRun run = new WorkerRun();
    private @Nullable Thread thread;
    private boolean stopped;

    /** Starts the parts of a worker. */
    @FunctionalInterface
    public interface Startup {
        /**
         * Returns when the worker runs.
         *
         * @param run records the state and keeps the parts
         * @param first the state at the start
         * @throws IOException if the worker cannot start; the run then stays in the state {@link WorkerState.Failed}
         * @throws InterruptedException if the run ends before the worker runs
         */
        void run(WorkerRun run, WaitingForLock first) throws IOException, InterruptedException;
    }

    public WorkerLifecycle(HostName host, Startup startup) {
        this.host = host;
        this.startup = startup;
    }

    /** The run of the worker: its state, parts and health. */
    public WorkerRun workerRun() {
        return run;
    }

    /** Starts the worker, unless {@link #stop} was called. */
    public synchronized void start() {
        if (!stopped) {
            thread = Thread.ofVirtual().name("worker").start(this::startUp);
        }
    }

    /** Interrupts a start that waits, and closes all parts. */
    public void stop() {
        synchronized (this) {
            stopped = true;
            if (thread != null) {
                thread.interrupt();
            }
        }
        run.close();
    }

    @SuppressWarnings("CatchingUnchecked") // including errors, which would otherwise end the thread silently
    private void startUp() {
        try {
            WaitingForLock first = WorkerState.first();
            startup.run(run, run.enter(first));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable e) {
            run.enter(WorkerState.failed(e.toString()));
            LOG.errorf(e, "worker failed to start: host=%s", host);
        }
    }
}
