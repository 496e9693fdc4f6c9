package dcm.gateway.browser;

import dcm.contract.identity.OwnerName;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A shell in a container that goes on without a browser. It keeps the newest output, and shows it in at most one tab: the one that was
 * attached last. While a tab is attached, the shell's output waits for the tab. Thread-safe.
 */
final class Terminal {
    /** How much of the newest output is kept, in bytes. */
    static final int SCROLLBACK = 256 * 1024;
    /** How much output a tab may not have processed yet, in bytes. */
    static final int WINDOW = 128 * 1024;

    private static final Logger LOG = Logger.getLogger(Terminal.class);
    private static final int BUFFER = 16 * 1024;
    /** How much of the newest output is kept after the end, in bytes. */
    private static final int TAIL = 16 * 1024;
    /** How much memory a terminal can use: output, input, and what both connections buffer. */
    static final int MAX_MEMORY = SCROLLBACK + WINDOW + TerminalInput.MAX_BYTES + 128 * 1024;

    private final TerminalInfo info;
    private final Shell shell;
    private final InstantSource clock;
    private final Runnable onEnd;
    private final TerminalInput input;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Scrollback scrollback = new Scrollback(SCROLLBACK);
    /** Guarded by the lock, as all below. */
    private @Nullable Viewer viewer;

    private long processed;
    private long newestOrder = Long.MIN_VALUE;
    private Instant lastAttended;
    private @Nullable TerminalEnd end;
    private @Nullable Instant endedAt;

    /** @param onEnd is called once, when the terminal has ended */
    Terminal(TerminalInfo info, Shell shell, InstantSource clock, Runnable onEnd) {
        this.info = info;
        this.shell = shell;
        this.clock = clock;
        this.onEnd = onEnd;
        this.lastAttended = clock.instant();
        this.input = new TerminalInput(shell, this::end);
    }

    TerminalInfo info() {
        return info;
    }

    OwnerName account() {
        return info.account();
    }

    /** Starts to read the output. */
    void start() {
        Thread.ofVirtual().name("terminal").start(this::read);
        input.start();
    }

    private void read() {
        byte[] buffer = new byte[BUFFER];
        try {
            for (int count = shell.read(buffer); count >= 0; count = shell.read(buffer)) {
                take(buffer, count);
            }
        } catch (IOException e) {
            LOG.debugf("output of a container was not delivered: reason=%s", e.getMessage());
        } catch (InterruptedException e) {
            LOG.debug("terminal was interrupted");
        }
        OptionalInt status = shell.exitStatus();
        end(status.isPresent() ? TerminalEnd.exited(status.getAsInt()) : TerminalEnd.CONNECTION_LOST);
    }

    /** Waits while the attached tab is behind. Then the SSH window closes, and the program in the container waits. */
    private void take(byte[] bytes, int count) throws InterruptedException {
        lock.lock();
        try {
            while (viewer != null && scrollback.end() - processed >= WINDOW) {
                changed.await();
            }
            if (end != null) {
                return;
            }
            scrollback.append(bytes, count);
            if (viewer != null) {
                viewer.output(scrollback.from(scrollback.end() - count));
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Shows the terminal in a tab, and no longer in the tab before.
     *
     * @param offset the end of what the tab has processed; -1 if the tab shows nothing yet
     * @param order increases with the requests of tabs, which may arrive in another order
     */
    void attach(Viewer next, long offset, long order) {
        lock.lock();
        try {
            if (order < newestOrder) {
                next.ended(TerminalEnd.TAKEN_OVER);
                return;
            }
            newestOrder = order;
            if (viewer != null) {
                viewer.ended(TerminalEnd.TAKEN_OVER);
            }
            boolean anew = offset < 0 || !scrollback.continuesFrom(offset);
            long from = anew ? scrollback.cleanStart() : offset;
            next.attached(from, scrollback.end(), anew);
            byte[] missed = scrollback.from(from);
            if (missed.length > 0) {
                next.output(missed);
            }
            processed = from;
            lastAttended = clock.instant();
            if (end != null) {
                next.ended(end);
            } else {
                viewer = next;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The tab is closed or cannot be reached. */
    void detach(Viewer gone) {
        lock.lock();
        try {
            if (gone.equals(viewer)) {
                viewer = null;
                lastAttended = clock.instant();
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The tab has processed the output up to {@code offset}. Returns whether that is more than before. */
    boolean processed(Viewer by, long offset) {
        lock.lock();
        try {
            boolean more = by.equals(viewer) && offset > processed && offset <= scrollback.end();
            if (more) {
                processed = offset;
                changed.signalAll();
            }
            return more;
        } finally {
            lock.unlock();
        }
    }

    /** Input of the attached tab. Does not block. */
    void input(Viewer from, byte[] bytes) {
        if (isAttached(from)) {
            input.add(bytes);
        }
    }

    void resize(Viewer by, ScreenSize size) {
        if (isAttached(by)) {
            input.resize(size);
        }
    }

    private boolean isAttached(Viewer which) {
        lock.lock();
        try {
            return which.equals(viewer);
        } finally {
            lock.unlock();
        }
    }

    /** Ends the terminal, unless it has ended. */
    void end(TerminalEnd reason) {
        lock.lock();
        try {
            if (end != null) {
                return;
            }
            end = reason;
            endedAt = clock.instant();
            if (viewer != null) {
                viewer.ended(reason);
                viewer = null;
            }
            scrollback.shrink(TAIL);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        LOG.infof(
                "terminal ended: account=%s container=%s id=%s reason=%s",
                info.account(), info.container(), info.id(), reason.reason());
        input.close();
        shell.close();
        onEnd.run();
    }

    /** When it ended; empty while it lasts. */
    Optional<Instant> endedAt() {
        lock.lock();
        try {
            return Optional.ofNullable(endedAt);
        } finally {
            lock.unlock();
        }
    }

    /** Whether no tab has shown it for {@code kept}. */
    boolean isUnattended(Duration kept) {
        lock.lock();
        try {
            return viewer == null && !clock.instant().isBefore(lastAttended.plus(kept));
        } finally {
            lock.unlock();
        }
    }

    /** What lists show. */
    TerminalView view(Duration kept) {
        lock.lock();
        try {
            boolean attached = viewer != null;
            return new TerminalView(
                    info.id(),
                    info.container(),
                    info.containerName(),
                    info.user(),
                    info.openedAt(),
                    attached,
                    attached ? null : lastAttended.plus(kept));
        } finally {
            lock.unlock();
        }
    }
}
