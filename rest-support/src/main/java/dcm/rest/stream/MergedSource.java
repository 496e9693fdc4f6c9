package dcm.rest.stream;

import dcm.rest.stream.StreamedResponse.Source;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Several sources as one. Each is opened and read by a virtual thread of its own, so that a slow source delays no other;
 * all wait for a slow client. A source that fails ends like one that has no more data. Thread-safe, except that one
 * thread at a time takes data.
 */
public final class MergedSource implements Source {
    private static final Logger LOG = Logger.getLogger(MergedSource.class);
    private static final int BUFFER = 64;
    private static final Duration POLL = Duration.ofMillis(200);

    private final BlockingQueue<byte[]> items = new ArrayBlockingQueue<>(BUFFER);
    private final Set<Part> parts = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** Adds a source. */
    public Part add(Supplier<? extends ItemSource<byte[]>> opening) {
        Part part = new Part(opening);
        parts.add(part);
        if (closed) {
            parts.remove(part);
        } else {
            part.thread.start();
        }
        return part;
    }

    /** Waits for the next data; empty at the end of all sources. */
    @Override
    public Optional<byte[]> next() throws InterruptedException {
        while (!isEnded()) {
            Optional<byte[]> item = poll(POLL);
            if (item.isPresent()) {
                return item;
            }
        }
        return Optional.empty();
    }

    /** Waits for the next data; empty if none arrives in time. */
    public Optional<byte[]> poll(Duration timeout) throws InterruptedException {
        return Optional.ofNullable(items.poll(timeout.toMillis(), TimeUnit.MILLISECONDS));
    }

    public boolean isClosed() {
        return closed;
    }

    /** Whether all sources have ended and their data is taken, or this source is closed. */
    public boolean isEnded() {
        // In this order: a source is removed after its last data was added.
        return closed || (parts.isEmpty() && items.isEmpty());
    }

    @Override
    public void close() {
        closed = true;
        parts.forEach(Part::close);
    }

    /** One of the sources. */
    public final class Part implements AutoCloseable {
        private final Supplier<? extends ItemSource<byte[]>> opening;
        private final Thread thread;
        private volatile @Nullable ItemSource<byte[]> source;
        private volatile boolean ended;

        private Part(Supplier<? extends ItemSource<byte[]>> opening) {
            this.opening = opening;
            this.thread = Thread.ofVirtual().name("merged-source").unstarted(this::read);
        }

        /** Whether the source has no more data, has failed, or is closed. */
        public boolean isEnded() {
            return ended;
        }

        @Override
        public void close() {
            ended = true;
            ItemSource<byte[]> opened = source;
            if (opened != null) {
                opened.close();
            }
            thread.interrupt();
        }

        private void read() {
            try (ItemSource<byte[]> opened = opening.get()) {
                source = opened;
                while (!ended) {
                    Optional<byte[]> item = opened.next();
                    if (item.isEmpty()) {
                        return;
                    }
                    items.put(item.get());
                }
            } catch (IOException | RuntimeException e) {
                LOG.debugf("one of several sources failed: reason=%s", e.getMessage());
            } catch (InterruptedException closing) {
                Thread.currentThread().interrupt();
            } finally {
                ended = true;
                parts.remove(this);
            }
        }
    }
}
