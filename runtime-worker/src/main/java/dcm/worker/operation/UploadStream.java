package dcm.worker.operation;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * An uploaded or pulled archive that occupies an import slot while it is read. Reading fails if the transfer is too slow, if it
 * continues after the deadline, or when the image is no longer wanted. Only the time that a read waits for the user or the registry
 * counts as slow.
 */
final class UploadStream extends FilterInputStream {
    static final Duration WINDOW = Duration.ofSeconds(60);
    static final long MIN_BYTES_PER_SECOND = 256 * 1024;
    private static final int SKIPPED = 8192;

    private final @Nullable Instant deadline;
    private final BooleanSupplier wanted;
    private final InstantSource clock;
    private boolean wasWanted;
    private Duration waited = Duration.ZERO;
    private long bytes;

    /**
     * Wraps an archive.
     *
     * @param deadline the time after which reading fails; null: none
     * @param wanted whether the image is part of the desired state. The order can arrive first, so an image is no longer
     *     wanted only if it was before.
     */
    UploadStream(InputStream archive, @Nullable Instant deadline, BooleanSupplier wanted, InstantSource clock) {
        super(archive);
        this.deadline = deadline;
        this.wanted = wanted;
        this.clock = clock;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        requireWanted();
        Instant before = clock.instant();
        if (deadline != null && before.isAfter(deadline)) {
            throw new IOException("the transfer took too long");
        }
        int read = super.read(buffer, offset, length);
        if (read > 0) {
            count(read, Duration.between(before, clock.instant()));
        }
        return read;
    }

    @Override
    public long skip(long count) throws IOException {
        return Math.max(0, read(new byte[Math.clamp(count, 0, SKIPPED)]));
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void requireWanted() throws IOException {
        boolean now = wanted.getAsBoolean();
        if (wasWanted && !now) {
            throw new IOException("the image is no longer wanted");
        }
        wasWanted = now;
    }

    private void count(int read, Duration time) throws IOException {
        bytes += read;
        waited = waited.plus(time);
        if (waited.compareTo(WINDOW) < 0) {
            return;
        }
        if (bytes < waited.toSeconds() * MIN_BYTES_PER_SECOND) {
            throw new IOException("the transfer is slower than " + MIN_BYTES_PER_SECOND / 1024 + " KiB per second");
        }
        waited = Duration.ZERO;
        bytes = 0;
    }
}
