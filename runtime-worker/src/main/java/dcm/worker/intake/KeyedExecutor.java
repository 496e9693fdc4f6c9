package dcm.worker.intake;

import dcm.contract.identity.ContainerId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Runs the tasks of one container sequentially, and those of different containers concurrently. Thread-safe. */
public final class KeyedExecutor implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(KeyedExecutor.class);
    private static final Duration GRACE = Duration.ofSeconds(3);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<ContainerId, CompletableFuture<Void>> tails = new ConcurrentHashMap<>();

    /** Runs {@code work} after all earlier tasks of {@code container}. */
    @SuppressWarnings("FutureReturnValueIgnored") // the chain is kept in the map; work handles its own failures
    public void run(ContainerId container, Runnable work) {
        tails.compute(container, (id, tail) -> {
            CompletableFuture<Void> before = tail == null ? CompletableFuture.completedFuture(null) : tail;
            CompletableFuture<Void> mine = new CompletableFuture<>();
            before.whenCompleteAsync((done, failure) -> run(container, work, mine), threads);
            return mine;
        });
    }

    private void run(ContainerId container, Runnable work, CompletableFuture<Void> mine) {
        try {
            work.run();
        } finally {
            tails.remove(container, mine);
            mine.complete(null);
        }
    }

    /** True while {@code container} has unfinished tasks. */
    public boolean isBusy(ContainerId container) {
        return tails.containsKey(container);
    }

    /** Interrupts running tasks and waits briefly for their end; they are repeated after the next start. */
    @Override
    public void close() {
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("operations of the engine did not stop in time, they end with the process");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
