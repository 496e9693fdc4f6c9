package dcm.gateway.browser;

import java.io.IOException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * Input that waits for a shell. It has a thread of its own, because the shell may stop reading until its output is read. Thread-safe.
 */
final class TerminalInput implements AutoCloseable {
    /** How much input may wait, in bytes. */
    static final long MOST = 8 * 1024 * 1024;

    private static final Logger LOG = Logger.getLogger(TerminalInput.class);

    private final Shell shell;
    private final Runnable tooMuch;
    private final LinkedBlockingQueue<byte[]> waiting = new LinkedBlockingQueue<>();
    private final AtomicLong size = new AtomicLong();
    private final Thread thread = Thread.ofVirtual().name("input").unstarted(this::write);

    /** @param tooMuch is called if more than {@link #MOST} bytes wait */
    TerminalInput(Shell shell, Runnable tooMuch) {
        this.shell = shell;
        this.tooMuch = tooMuch;
    }

    void start() {
        thread.start();
    }

    void add(byte[] bytes) {
        if (size.addAndGet(bytes.length) > MOST) {
            tooMuch.run();
        } else {
            waiting.add(bytes);
        }
    }

    private void write() {
        try {
            while (true) {
                byte[] next = waiting.take();
                shell.write(next);
                size.addAndGet(-next.length);
            }
        } catch (IOException e) {
            LOG.debugf("input was not delivered: reason=%s", e.getMessage());
        } catch (InterruptedException e) {
            LOG.debug("terminal ended");
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
