package dcm.worker.operation;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Reports a step of work that takes longer than a second. A report costs a transaction, beside which short work would be slower. Thread-safe.
 */
final class LateStep {
    private static final int DELAY_SECONDS = 1;

    private boolean ended;

    /** The work begins. */
    LateStep(String step, Consumer<String> progress) {
        CompletableFuture.delayedExecutor(DELAY_SECONDS, TimeUnit.SECONDS, Thread::startVirtualThread)
                .execute(() -> report(step, progress));
    }

    private synchronized void report(String step, Consumer<String> progress) {
        if (!ended) {
            progress.accept(step);
        }
    }

    /** The work has ended: what is reported later is its result. */
    synchronized void end() {
        ended = true;
    }
}
