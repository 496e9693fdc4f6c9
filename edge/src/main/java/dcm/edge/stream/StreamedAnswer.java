package dcm.edge.stream;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.MultiEmitter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/**
 * Answers a request with what a blocking source gives, as fast as whoever asked takes it. When she goes away, the source is closed.
 */
public final class StreamedAnswer {
    /** The media type of one JSON document per line; the framework writes the ends of the lines. */
    public static final String LINES = "application/x-ndjson";

    private static final Logger LOG = Logger.getLogger(StreamedAnswer.class);

    private StreamedAnswer() {}

    /** Something that is told bit by bit. Closing it, from any thread, ends it. */
    public interface Source extends AutoCloseable {
        /** The next bit; waits for it. Empty when there are no more. */
        Optional<byte[]> next() throws IOException, InterruptedException;

        @Override
        void close();
    }

    /**
     * The answer. Its head is sent at once, as it may be long until there is a first bit.
     *
     * @param response of the request that is answered
     * @param mediaType with its character set
     */
    public static Multi<byte[]> of(HttpServerResponse response, String mediaType, Source source) {
        response.putHeader("Content-Type", mediaType).setChunked(true).write(Buffer.buffer());
        return Multi.createFrom().emitter(emitter -> pump(source, emitter));
    }

    private static void pump(Source source, MultiEmitter<? super byte[]> emitter) {
        // What was asked for before this came to be heard of is only in the emitter.
        Semaphore wanted = new Semaphore(atMost(emitter.requested()));
        emitter.onRequest(more -> wanted.release(atMost(more)));
        Thread thread = Thread.ofVirtual().name("streamed-answer").unstarted(() -> pump(source, emitter, wanted));
        emitter.onTermination(() -> {
            source.close();
            thread.interrupt();
        });
        thread.start();
    }

    private static int atMost(long wanted) {
        return (int) Math.min(wanted, Short.MAX_VALUE);
    }

    private static void pump(Source source, MultiEmitter<? super byte[]> emitter, Semaphore wanted) {
        try {
            wanted.acquire();
            for (Optional<byte[]> bit = source.next(); bit.isPresent(); bit = source.next()) {
                emitter.emit(bit.get());
                wanted.acquire();
            }
        } catch (IOException | RuntimeException e) {
            // The answer has begun; that it ends early is all that can still be told.
            LOG.infof("a streamed answer ends: %s", e.getMessage());
        } catch (InterruptedException goneAway) {
            Thread.currentThread().interrupt();
        } finally {
            source.close();
            emitter.complete();
        }
    }
}
