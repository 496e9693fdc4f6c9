package dcm.worker.rest;

import dcm.edge.stream.StreamedAnswer.Source;
import dcm.worker.engine.Feed;
import java.io.IOException;
import java.util.Optional;

/**
 * An engine's feed in the form of an answer.
 *
 * @param form what is written of a bit
 * @param <T> a bit
 */
record FeedSource<T>(Feed<T> feed, Form<T> form) implements Source {
    /** Writes a bit. */
    interface Form<T> {
        byte[] of(T bit) throws IOException;
    }

    @Override
    public Optional<byte[]> next() throws IOException, InterruptedException {
        Optional<T> bit = feed.next();
        return bit.isPresent() ? Optional.of(form.of(bit.get())) : Optional.empty();
    }

    @Override
    public void close() {
        feed.close();
    }
}
