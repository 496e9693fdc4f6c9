package dcm.gateway.browser;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Input and screen sizes that wait for a shell. It has a thread of its own, because the shell may stop reading until its output is
 * read. The tab's reports about output arrive in the same order as its input, so the connection is not paused while input waits.
 * Thread-safe.
 */
final class TerminalInput implements AutoCloseable {
    /** How much memory waiting input may use, in bytes. */
    static final int MAX_BYTES = 256 * 1024;
    /** What a message uses in addition to its bytes. */
    static final int OVERHEAD = 64;

    private static final Logger LOG = Logger.getLogger(TerminalInput.class);

    private final Shell shell;
    private final Consumer<TerminalEnd> onFailure;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition added = lock.newCondition();
    private final Thread thread = Thread.ofVirtual().name("input").unstarted(this::write);
    /** Guarded by the lock, as all below. */
    private final Deque<byte[]> waiting = new ArrayDeque<>();

    private int used;
    private @Nullable ScreenSize wanted;
    private @Nullable ScreenSize newest;
    private boolean closed;

    /** @param onFailure is called if too much input waits, or the shell does not take it */
    TerminalInput(Shell shell, Consumer<TerminalEnd> onFailure) {
        this.shell = shell;
        this.onFailure = onFailure;
    }

    void start() {
        thread.start();
    }

    /** Adds input, unless the terminal has ended. */
    void add(byte[] bytes) {
        if (bytes.length > 0 && !fits(bytes)) {
            onFailure.accept(TerminalEnd.INPUT_NOT_READ);
        }
    }

    private boolean fits(byte[] bytes) {
        lock.lock();
        try {
            if (closed) {
                return true;
            }
            if (used + bytes.length + OVERHEAD > MAX_BYTES) {
                return false;
            }
            used += bytes.length + OVERHEAD;
            waiting.add(bytes);
            added.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Only the newest size is sent, and only if it differs from the one before. */
    void resize(ScreenSize size) {
        lock.lock();
        try {
            if (!closed && !size.equals(newest)) {
                newest = size;
                wanted = size;
                added.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    private void write() {
        try {
            while (true) {
                writeNext();
            }
        } catch (InterruptedIOException e) {
            LOG.debugf("input was not read: reason=%s", e.getMessage());
            onFailure.accept(TerminalEnd.INPUT_NOT_READ);
        } catch (IOException e) {
            LOG.debugf("input was not delivered: reason=%s", e.getMessage());
            // After an exit, the reader ends the terminal when it has read the rest of the output.
            if (shell.exitStatus().isEmpty()) {
                onFailure.accept(TerminalEnd.CONNECTION_LOST);
            }
        } catch (InterruptedException e) {
            LOG.debug("terminal ended");
        }
    }

    private void writeNext() throws IOException, InterruptedException {
        ScreenSize size;
        byte @Nullable [] bytes;
        lock.lockInterruptibly();
        try {
            while (wanted == null && waiting.isEmpty()) {
                added.await();
            }
            size = wanted;
            wanted = null;
            bytes = waiting.peek();
        } finally {
            lock.unlock();
        }
        if (size != null) {
            shell.resize(size.columns(), size.rows());
        }
        if (bytes != null) {
            shell.write(bytes);
            remove(bytes);
        }
    }

    private void remove(byte[] written) {
        lock.lock();
        try {
            if (!closed) {
                waiting.remove();
                used -= written.length + OVERHEAD;
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            waiting.clear();
            used = 0;
        } finally {
            lock.unlock();
        }
        thread.interrupt();
    }
}
