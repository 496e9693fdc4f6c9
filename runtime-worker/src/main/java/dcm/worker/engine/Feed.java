package dcm.worker.engine;

import java.util.Optional;

/**
 * Something that an engine tells bit by bit. Closing it, from any thread, ends it.
 *
 * @param <T> a bit of it
 */
public interface Feed<T> extends AutoCloseable {
    /**
     * The next bit; waits for it. Empty when there are no more.
     *
     * @throws EngineException if the engine fails
     */
    Optional<T> next() throws InterruptedException;

    @Override
    void close();
}
