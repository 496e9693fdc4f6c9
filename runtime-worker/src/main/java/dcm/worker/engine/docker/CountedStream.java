package dcm.worker.engine.docker;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/** Reports how much of a stream was read, about every 16 MiB. */
final class CountedStream extends FilterInputStream {
    private static final long STEP = 16L * 1024 * 1024;

    private final LongConsumer onRead;
    private long read;
    private long next = STEP;

    CountedStream(InputStream in, LongConsumer onRead) {
        super(in);
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

    private void count(int more) {
        read += more;
        if (read >= next) {
            next = read + STEP;
            onRead.accept(read);
        }
    }
}
