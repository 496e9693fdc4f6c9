package dcm.worker.rest;

import dcm.edge.stream.StreamedAnswer.Source;
import dcm.worker.engine.Feed;
import java.io.IOException;
import java.util.Optional;

/**
 * Adapts an engine's feed to a response source.
 *
 * @param form writes an item
 * @param <T> the type of an item
 */
record FeedSource<T>(Feed<T> feed, Form<T> form) implements Source {
    /** Writes one item. */
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
