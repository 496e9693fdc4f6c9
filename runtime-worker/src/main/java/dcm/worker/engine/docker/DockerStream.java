package dcm.worker.engine.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import dcm.worker.engine.EngineStream;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A streaming answer of Docker. It has its own client: closing that ends the stream, whereas closing the stream itself
 * would first read it to the end. A slow reader slows Docker down.
 *
 * @param <D> docker-java's type of an item
 * @param <T> the type of an item that is returned
 */
final class DockerStream<D, T> implements EngineStream<T> {
    private static final int MAX_BUFFERED = 256;
    private static final long POLL_MILLIS = 200;

    private final DockerClient client;
    private final Function<D, T> convert;
    private final BlockingQueue<Optional<T>> items = new ArrayBlockingQueue<>(MAX_BUFFERED);
    private volatile boolean closed;
    private volatile @Nullable RuntimeException failure;

    private DockerStream(DockerClient client, Function<D, T> convert) {
        this.client = client;
        this.convert = convert;
    }

    /**
     * Starts the request.
     *
     * @param request sends the request with a client and a callback
     */
    static <D, T> DockerStream<D, T> of(
            DockerClient client, BiConsumer<DockerClient, ResultCallback<D>> request, Function<D, T> convert) {
        DockerStream<D, T> stream = new DockerStream<>(client, convert);
        request.accept(client, stream.new Callback());
        return stream;
    }

    @Override
    public Optional<T> next() throws InterruptedException {
        while (!closed) {
            Optional<T> item = items.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
            if (item != null) {
                return item.isPresent() ? item : end();
            }
        }
        return Optional.empty();
    }

    private Optional<T> end() {
        RuntimeException cause = failure;
        if (cause != null && !closed) {
            throw DockerErrors.translate(cause);
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        closed = true;
        try {
            client.close();
        } catch (IOException e) {
            // The client is not used again.
        }
    }

    private void put(Optional<T> item) {
        try {
            while (!closed && !items.offer(item, POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                // wait for a slow reader
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Callback extends ResultCallback.Adapter<D> {
        @Override
        public void onNext(D item) {
            put(Optional.of(convert.apply(item)));
        }

        @Override
        public void onError(Throwable e) {
            failure = e instanceof RuntimeException known ? known : new IllegalStateException(e);
            put(Optional.empty());
        }

        @Override
        public void onComplete() {
            put(Optional.empty());
        }
    }
}
