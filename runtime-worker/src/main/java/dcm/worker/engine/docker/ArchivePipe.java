package dcm.worker.engine.docker;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The output of another thread as a stream. Reading fails if that thread fails, also at the end, so an incomplete output
 * is never taken for a complete one.
 */
final class ArchivePipe extends FilterInputStream {
    private static final int BYTES = 1 << 20;

    private final CompletableFuture<Void> written = new CompletableFuture<>();

    /** Writes the content. */
    @FunctionalInterface
    interface Writer {
        void write(OutputStream to) throws IOException;
    }

    private ArchivePipe(PipedInputStream in) {
        super(in);
    }

    /** Starts a thread that writes. It ends when the returned stream is closed. */
    static ArchivePipe of(Writer writer) throws IOException {
        PipedInputStream in = new PipedInputStream(BYTES);
        PipedOutputStream out = new PipedOutputStream(in);
        ArchivePipe pipe = new ArchivePipe(in);
        Thread.ofVirtual().name("image-archive").start(() -> pipe.write(writer, out));
        return pipe;
    }

    private void write(Writer writer, PipedOutputStream out) {
        try (out) {
            try {
                writer.write(out);
                written.complete(null);
            } catch (IOException | RuntimeException e) {
                written.completeExceptionally(e); // before the end of the stream is seen
            }
        } catch (IOException closed) {
            // The reader has closed the pipe.
        }
    }

    /** The exception of the writer; null if there is none so far. */
    @Nullable
    IOException failure() {
        return written.isCompletedExceptionally() ? asIoException(written.exceptionNow()) : null;
    }

    @Override
    public int read() throws IOException {
        int octet = super.read();
        return octet < 0 ? atEnd() : octet;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int some = super.read(buffer, offset, length);
        return some < 0 ? atEnd() : some;
    }

    private int atEnd() throws IOException {
        IOException failure = failure();
        if (failure != null) {
            throw failure;
        }
        return -1;
    }

    private static IOException asIoException(Throwable failure) {
        return failure instanceof IOException io
                ? io
                : new IOException(Objects.requireNonNullElse(failure.getMessage(), failure.toString()), failure);
    }
}
