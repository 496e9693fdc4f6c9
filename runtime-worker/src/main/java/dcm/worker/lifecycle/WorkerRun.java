package dcm.worker.lifecycle;

import dcm.kafka.LogReader;
import dcm.rest.supervision.Supervised;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jboss.logging.Logger;

/** One run of a worker, from its start until it stops: its state, its open parts and their health. Thread-safe. */
public final class WorkerRun implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(WorkerRun.class);

    private final WorkerHealth health = new WorkerHealth();
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private boolean closed;
    private volatile WorkerState state = WorkerState.first();

    /** Makes {@code next}, which the current state has returned, the current state. */
    public <S extends WorkerState> S enter(S next) {
        state = next;
        return next;
    }

    public WorkerState state() {
        return state;
    }

    /** The health of the parts. */
    public WorkerHealth health() {
        return health;
    }

    /** Why the worker does not process orders, apart from its state; empty if no problem is known. */
    public Optional<Problem> problem() {
        return state.problem().or(health::problem);
    }

    /** Keeps a part open until the end of this run; closes it immediately if this run has ended. */
    public <T extends AutoCloseable> T keep(T part) {
        synchronized (parts) {
            if (!closed) {
                parts.push(part);
                if (part instanceof Supervised loop) {
                    health.addLoop(loop);
                }
                return part;
            }
        }
        close(part);
        return part;
    }

    /** Starts a reader and keeps it open until the end of this run. */
    public LogReader read(LogReader reader) {
        keep(reader);
        health.addReader(reader);
        return reader.start();
    }

    /** Closes all parts, the last one first. */
    @Override
    public void close() {
        synchronized (parts) {
            closed = true;
            while (!parts.isEmpty()) {
                close(parts.pop());
            }
        }
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            LOG.warnf("part of the worker could not be closed: reason=%s", e.getMessage());
        }
    }
}
