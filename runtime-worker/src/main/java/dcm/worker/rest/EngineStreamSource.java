package dcm.worker.rest;

import dcm.rest.stream.StreamedResponse.Source;
import dcm.worker.engine.EngineStream;
import java.io.IOException;
import java.util.Optional;

/**
 * Adapts an engine's feed to a response source.
 *
 * @param form writes an item
 * @param <T> the type of an item
 */
record EngineStreamSource<T>(EngineStream<T> feed, Form<T> form) implements Source {
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
