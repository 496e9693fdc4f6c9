package dcm.worker.engine.docker;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/** Reports how much of a stream was read, about every 16 MiB, and fails above a limit. */
final class CountedStream extends FilterInputStream {
    private static final long STEP = 16L * 1024 * 1024;

    private final long most;
    private final LongConsumer onRead;
    private long read;
    private long next = STEP;

    /**
     * Wraps a stream.
     *
     * @param most the number of bytes above which reading fails
     */
    CountedStream(InputStream in, long most, LongConsumer onRead) {
        super(in);
        this.most = most;
        this.onRead = onRead;
    }

    @Override
    public int read() throws IOException {
        int octet = super.read();
        count(octet < 0 ? 0 : 1);
        return octet;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int some = super.read(buffer, offset, length);
        count(Math.max(0, some));
        return some;
    }

    /** Does nothing: closing the engine's stream would read it to the end, which may be terabytes. Its client is closed instead. */
    @Override
    public void close() {}

    /** Whether reading has failed because of the limit. */
    boolean isTooLong() {
        return read > most;
    }

    private void count(int more) throws IOException {
        read += more;
        if (isTooLong()) {
            throw new IOException("more than " + most + " bytes");
        }
        if (read >= next) {
            next = read + STEP;
            onRead.accept(read);
        }
    }
}
