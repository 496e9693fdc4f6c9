package dcm.intent;

import dcm.contract.identity.IntentId;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Callers that wait for news about intents. An intent can have several waiters. Thread-safe.
 *
 * @param <W> what a caller waits with
 */
public final class IntentWaiters<W> {
    private final Map<IntentId, Set<W>> waiters = new ConcurrentHashMap<>();

    public void add(IntentId intent, W waiter) {
        waiters.compute(intent, (id, others) -> {
            Set<W> all = others == null ? ConcurrentHashMap.newKeySet() : others;
            all.add(waiter);
            return all;
        });
        synchronized (this) {
            notifyAll();
        }
    }

    /** Waits for the next waiter if there is none, at most {@code time}. */
    synchronized void awaitAny(Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toMillis(); waiters.isEmpty() && left > 0; left = (end - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
    }

    public void remove(IntentId intent, W waiter) {
        waiters.computeIfPresent(intent, (id, all) -> {
            all.remove(waiter);
            return all.isEmpty() ? null : all;
        });
    }

    /** The waiters of an intent; also shows later changes. */
    public Set<W> of(IntentId intent) {
        return waiters.getOrDefault(intent, Set.of());
    }

    /** Whether nobody waits. */
    public boolean isEmpty() {
        return waiters.isEmpty();
    }
}
