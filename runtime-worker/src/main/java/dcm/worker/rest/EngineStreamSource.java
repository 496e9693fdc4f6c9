package dcm.worker.rest;

import dcm.rest.stream.StreamedResponse.Source;
import dcm.worker.engine.EngineStream;
import java.io.IOException;
import java.util.Optional;

/**
 * Adapts an engine's stream to a response source.
 *
 * @param writer writes an item
 * @param <T> the type of an item
 */
record EngineStreamSource<T>(EngineStream<T> stream, ItemWriter<T> writer) implements Source {
    /** Writes one item. */
    interface ItemWriter<T> {
        byte[] write(T item) throws IOException;
    }

    @Override
    public Optional<byte[]> next() throws IOException, InterruptedException {
        Optional<T> item = stream.next();
        return item.isPresent() ? Optional.of(writer.write(item.get())) : Optional.empty();
    }

    @Override
    public void close() {
        stream.close();
    }
}
