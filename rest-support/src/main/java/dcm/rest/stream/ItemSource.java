package dcm.rest.stream;

import java.io.IOException;
import java.util.Optional;

/** A blocking source of items for a streamed response. Any thread can close it, which ends the stream. */
public interface ItemSource<T> extends AutoCloseable {
    /** Waits for the next item; empty at the end. */
    Optional<T> next() throws IOException, InterruptedException;

    /** Runs {@code action} when the source ends, also while its reader waits for a slow client. */
    default void onEnd(Runnable action) {}

    @Override
    void close();
}
