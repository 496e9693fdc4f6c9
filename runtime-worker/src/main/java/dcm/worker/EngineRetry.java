package dcm.worker;

import dcm.worker.engine.EngineException;
import java.time.Duration;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Repeats calls of the engine until they succeed, while the worker starts. */
final class EngineRetry {
    private static final Logger LOG = Logger.getLogger(EngineRetry.class);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private EngineRetry() {}

    /**
     * Returns the result of the first call that succeeds.
     *
     * @throws InterruptedException if the worker stops before a call succeeds
     */
    static <T> T untilDone(Supplier<T> call) throws InterruptedException {
        while (true) {
            try {
                return call.get();
            } catch (EngineException e) {
                LOG.warnf("engine call failed and is retried: reason=%s", e.message());
                Thread.sleep(PAUSE);
            }
        }
    }
}
