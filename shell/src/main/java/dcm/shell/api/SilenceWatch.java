package dcm.shell.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Closes a stream that has no event for too long, which ends a read that waits for one. For one reader. */
final class SilenceWatch implements AutoCloseable {
    private final InputStream stream;
    private final Duration longest;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("silence").factory());
    private Future<?> end = CompletableFuture.completedFuture(null);
    private volatile boolean ended;

    SilenceWatch(InputStream stream, Duration longest) {
        this.stream = stream;
        this.longest = longest;
    }

    /** The reader waits for an event. */
    void begin() {
        end = timer.schedule(this::end, longest.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The reader has an event. */
    void pause() {
        end.cancel(false);
    }

    /** Whether the stream was closed because it had no event. */
    boolean hasEnded() {
        return ended;
    }

    private void end() {
        ended = true;
        try {
            stream.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
