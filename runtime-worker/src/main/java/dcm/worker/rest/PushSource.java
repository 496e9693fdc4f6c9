package dcm.worker.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dcm.contract.identity.ImageReference;
import dcm.contract.problem.ErrorCode;
import dcm.rest.stream.StreamedResponse.Source;
import dcm.worker.engine.EngineException;
import dcm.worker.operation.RegistryException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A push as JSON documents: {@code step} for each step, and finally {@code digest} or {@code problem}. The push begins
 * with the first read, and ends when the source is closed.
 */
final class PushSource implements Source {
    private static final Logger LOG = Logger.getLogger(PushSource.class);

    /** Pushes an image and returns the digest of its manifest. */
    @FunctionalInterface
    interface Push {
        String push(InputStream archive, Consumer<String> progress) throws IOException;
    }

    private final ImageReference to;
    private final Source archive;
    private final Push push;
    private final ObjectMapper json;
    private final BlockingQueue<Optional<byte[]>> lines = new LinkedBlockingQueue<>();
    private final Thread thread = Thread.ofVirtual().name("image-push").unstarted(this::run);
    private boolean isStarted;
    private boolean isClosed;

    /** @param archive the image, which is closed with this source */
    PushSource(ImageReference to, Source archive, Push push, ObjectMapper json) {
        this.to = to;
        this.archive = archive;
        this.push = push;
        this.json = json;
    }

    @Override
    public Optional<byte[]> next() throws InterruptedException {
        synchronized (this) {
            if (!isStarted && !isClosed) {
                isStarted = true;
                thread.start();
            }
        }
        return lines.take();
    }

    private void run() {
        try {
            String digest = push.push(new Content(archive), step -> add(Map.of("step", step)));
            add(Map.of("reference", to.value(), "digest", digest));
        } catch (RegistryException e) {
            fail(e.code(), e.message());
        } catch (EngineException e) {
            fail(ErrorCode.ENGINE_FAILED, e.message());
        } catch (IOException e) {
            fail(ErrorCode.ENGINE_FAILED, "The engine could not export the image: " + e.getMessage());
        } catch (RuntimeException e) {
            LOG.errorf(e, "push failed unexpectedly: reference=%s", to);
            fail(ErrorCode.INTERNAL, "An administrator can find the cause in the worker's log.");
        } finally {
            lines.add(Optional.empty());
        }
    }

    private void fail(ErrorCode code, String detail) {
        add(Map.of(
                "problem",
                Map.of("code", code.code(), "title", code.title(), "status", code.status(), "detail", detail)));
    }

    private void add(Map<String, ?> line) {
        try {
            lines.add(Optional.of(json.writeValueAsBytes(line)));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Override
    public synchronized void close() {
        if (!isClosed) {
            isClosed = true;
            thread.interrupt(); // this ends its requests
            archive.close();
            lines.add(Optional.empty());
        }
    }

    /** A source as a stream. */
    private static final class Content extends InputStream {
        private final Source source;
        private byte @Nullable [] chunk = new byte[0];
        private int at;

        Content(Source source) {
            this.source = source;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            byte[] current = chunk;
            while (current != null && at == current.length) {
                current = nextChunk();
                chunk = current;
                at = 0;
            }
            if (current == null) {
                return -1;
            }
            int some = Math.min(length, current.length - at);
            System.arraycopy(current, at, buffer, offset, some);
            at += some;
            return some;
        }

        private byte @Nullable [] nextChunk() throws IOException {
            try {
                return source.next().orElse(null);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("the push was ended", e);
            }
        }
    }
}
