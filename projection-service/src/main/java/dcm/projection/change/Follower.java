package dcm.projection.change;

import dcm.contract.identity.OwnerName;
import dcm.rest.stream.ItemSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One client of the live stream. A client that does not read its events in time is disconnected, so that it does not occupy memory. It
 * reconnects, and resumes or reloads. Thread-safe.
 */
final class Follower implements ItemSource<LiveEvent> {
    /** More than one owner's views change within a few seconds, unless the client has stopped reading. */
    static final int CAPACITY = 256;

    /** Wakes the reading thread after the stream was closed. */
    private static final LiveEvent END = new LiveEvent("", "", "");

    private final OwnerName account;
    private final Instant until;
    private final Consumer<Follower> onClose;
    private final BlockingQueue<LiveEvent> pending = new ArrayBlockingQueue<>(CAPACITY);
    private volatile boolean closed;

    /**
     * @param account who follows
     * @param until when the client's permission ends
     */
    Follower(OwnerName account, Instant until, Consumer<Follower> onClose) {
        this.account = account;
        this.until = until;
        this.onClose = onClose;
    }

    OwnerName account() {
        return account;
    }

    /** Delivers an event; disconnects the client if it has too many unread ones. */
    void deliver(LiveEvent event) {
        if (!pending.offer(event)) {
            close();
        }
    }

    @Override
    public Optional<LiveEvent> next() throws InterruptedException {
        long left = Duration.between(Instant.now(), until).toMillis();
        @Nullable LiveEvent event = closed || left <= 0 ? null : pending.poll(left, TimeUnit.MILLISECONDS);
        return closed ? Optional.empty() : Optional.ofNullable(event);
    }

    /** Ends the stream at once; unread events are dropped. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            pending.clear();
            pending.offer(END);
            onClose.accept(this);
        }
    }
}
