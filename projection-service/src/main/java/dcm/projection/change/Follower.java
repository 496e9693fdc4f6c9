package dcm.projection.change;

import dcm.contract.identity.OwnerName;
import dcm.rest.stream.ItemSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One client of the live stream. The unread events of a client that reads too slowly are replaced by {@code reset}, so that they do not occupy
 * memory; the client then reloads. Thread-safe.
 */
final class Follower implements ItemSource<LiveEvent> {
    /** The maximum number of unread events. */
    static final int CAPACITY = 256;

    /** More than the number of characters of {@code ready}. */
    private static final int READY_EVENT_SIZE = 256;

    private final OwnerName account;
    private final Instant until;
    private final int mostCharacters;
    private final Consumer<Follower> onClose;
    private final InstantSource clock;
    private final Deque<LiveEvent> pending = new ArrayDeque<>();
    private int characters;
    private boolean closed;
    private Runnable onEnd = () -> {};

    /**
     * @param account who follows
     * @param until when the client's permission ends
     * @param mostCharacters the maximum number of characters of unread events
     */
    Follower(OwnerName account, Instant until, int mostCharacters, Consumer<Follower> onClose) {
        this(account, until, mostCharacters, onClose, InstantSource.system());
    }

    Follower(OwnerName account, Instant until, int mostCharacters, Consumer<Follower> onClose, InstantSource clock) {
        this.account = account;
        this.until = until;
        this.mostCharacters = mostCharacters;
        this.onClose = onClose;
        this.clock = clock;
    }

    OwnerName account() {
        return account;
    }

    /** Whether a client that connects can get these events after {@code ready}. */
    boolean hasRoomFor(List<LiveEvent> events) {
        long size = events.stream().mapToLong(LiveEvent::size).sum();
        return events.size() < CAPACITY && size <= mostCharacters - READY_EVENT_SIZE;
    }

    /** Delivers an event; if there are too many unread ones, {@code reset} replaces all of them. */
    void deliver(LiveEvent event) {
        Instant now = clock.instant();
        if (!now.isBefore(until)) {
            close(); // a client that has stopped reading never asks for the next event
            return;
        }
        synchronized (this) {
            if (closed) {
                return;
            }
            if (isFullFor(event)) {
                pending.clear();
                characters = 0;
                add(LiveEvent.timed(event.id(), LiveEvent.RESET, now));
            } else {
                add(event);
            }
            notifyAll();
        }
    }

    private boolean isFullFor(LiveEvent event) {
        return !pending.isEmpty() && (pending.size() >= CAPACITY || (long) characters + event.size() > mostCharacters);
    }

    private void add(LiveEvent event) {
        pending.addLast(event);
        characters += event.size();
    }

    @Override
    public synchronized Optional<LiveEvent> next() throws InterruptedException {
        long left = untilEnd();
        while (!closed && left > 0 && pending.isEmpty()) {
            wait(left);
            left = untilEnd();
        }
        if (closed || left <= 0) {
            return Optional.empty();
        }
        LiveEvent event = pending.removeFirst();
        characters -= event.size();
        return Optional.of(event);
    }

    private long untilEnd() {
        return Duration.between(clock.instant(), until).toMillis();
    }

    @Override
    public void onEnd(Runnable action) {
        synchronized (this) {
            if (!closed) {
                onEnd = action;
                return;
            }
        }
        action.run();
    }

    /** Ends the stream at once; unread events are dropped. */
    @Override
    public void close() {
        Runnable ended;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            pending.clear();
            ended = onEnd;
            notifyAll();
        }
        onClose.accept(this); // without the lock, because it takes that of the live stream
        ended.run();
    }
}
