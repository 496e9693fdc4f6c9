package dcm.worker.engine;

import java.util.Optional;

/**
 * A stream of items from an engine. It can be closed from any thread, which ends it.
 *
 * @param <T> the type of an item
 */
public interface EngineStream<T> extends AutoCloseable {
    /**
     * Waits for the next item; empty at the end of the stream.
     *
     * @throws EngineException if the engine fails
     */
    Optional<T> next() throws InterruptedException;

    @Override
    void close();
}
