package dcm.gateway.browser;

import java.io.IOException;
import java.util.OptionalInt;

/** A shell in a container with a pseudo-terminal. Thread-safe, except that one thread reads and one thread writes. */
interface Shell extends AutoCloseable {
    /** Blocks until there is output. Returns the number of bytes, or -1 at the end. */
    int read(byte[] buffer) throws IOException;

    /**
     * Blocks while the container does not read its input.
     *
     * @throws java.io.InterruptedIOException if the container has not read it for too long, or the thread was interrupted
     */
    void write(byte[] input) throws IOException;

    /** Blocks until the size was sent. */
    void resize(int columns, int rows) throws IOException;

    /** The exit status after the end of the output; empty if the connection was lost or a signal ended the shell. */
    OptionalInt exitStatus();

    @Override
    void close();
}
