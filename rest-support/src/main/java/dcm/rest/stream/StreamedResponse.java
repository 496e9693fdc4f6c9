package dcm.rest.stream;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.MultiEmitter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/**
 * Streams the data of a blocking source as the response, at the client's speed. Closes the source when the client
 * disconnects.
 */
public final class StreamedResponse {
    /** The media type for one JSON document per line. The framework adds the line breaks. */
    public static final String LINES = "application/x-ndjson";

    private static final Logger LOG = Logger.getLogger(StreamedResponse.class);

    private StreamedResponse() {}

    /** A blocking source of data, in chunks. */
    public interface Source extends ItemSource<byte[]> {}

    /**
     * The response. Its headers are sent immediately, because the first chunk can take long. If the source fails later,
     * the connection breaks, so that the client does not take a part for the whole.
     *
     * @param response the response of the current request
     * @param mediaType the media type, including the character set
     */
    public static Multi<byte[]> of(HttpServerResponse response, String mediaType, Source source) {
        response.putHeader("Content-Type", mediaType).setChunked(true).write(Buffer.buffer());
        // Not also completed: the last chunk could be sent before the connection breaks.
        return Multi.createFrom().emitter(emitter -> pump(source, emitter, response::reset));
    }

    /** The items of a source, at the client's speed. The framework writes the headers. */
    public static <T> Multi<T> items(ItemSource<T> source) {
        return Multi.createFrom().emitter(emitter -> pump(source, emitter, emitter::complete));
    }

    private static <T> void pump(ItemSource<T> source, MultiEmitter<? super T> emitter, Runnable onFailure) {
        // Only the emitter has the demand from before the callback was registered.
        Semaphore wanted = new Semaphore(atMost(emitter.requested()));
        emitter.onRequest(more -> wanted.release(atMost(more)));
        Thread thread =
                Thread.ofVirtual().name("streamed-answer").unstarted(() -> pump(source, emitter, wanted, onFailure));
        emitter.onTermination(() -> {
            source.close();
            thread.interrupt();
        });
        thread.start();
    }

    private static int atMost(long wanted) {
        return (int) Math.min(wanted, Short.MAX_VALUE);
    }

    private static <T> void pump(
            ItemSource<T> source, MultiEmitter<? super T> emitter, Semaphore wanted, Runnable onFailure) {
        source.onEnd(Thread.currentThread()::interrupt);
        boolean isComplete = false;
        try {
            wanted.acquire();
            for (Optional<T> item = source.next(); item.isPresent(); item = source.next()) {
                emitter.emit(item.get());
                wanted.acquire();
            }
            isComplete = true;
        } catch (IOException | RuntimeException e) {
            // The headers are sent, so an error can no longer be reported to the client.
            LOG.infof("streamed answer ended early: reason=%s", e.getMessage());
        } catch (InterruptedException endedOrGoneAway) {
            LOG.debug("streamed answer was ended while it waited");
        } finally {
            Thread.interrupted(); // the end of the response must still be written; this thread does nothing else
            source.close();
            if (isComplete) {
                emitter.complete();
            } else {
                onFailure.run();
            }
        }
    }
}
