package dcm.worker.engine.docker;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * Decompresses untrusted archives and layers. It recognizes exactly the formats that the engine recognizes: what is
 * compressed for one of them and plain for the other could hide content from a check.
 */
final class Decompression extends FilterInputStream {
    private static final byte[] GZIP = {0x1f, (byte) 0x8b, 8};
    private static final byte[] BZIP2 = {'B', 'Z', 'h'};
    private static final byte[] XZ = {(byte) 0xfd, '7', 'z', 'X', 'Z', 0};
    private static final byte[] ZSTANDARD = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};

    /** The first bytes of a frame that Zstandard skips are 0x50 to 0x5f and these. */
    private static final byte[] ZSTANDARD_SKIPPED = {0x2a, 0x4d, 0x18};

    /** The number of bytes by which the engine recognizes a format. */
    private static final int MAGIC = 10;

    private final Input input;

    private Decompression(InputStream plain, Input input) {
        super(plain);
        this.input = input;
    }

    /** The plain content of a stream. */
    static InputStream plain(InputStream stream) throws IOException {
        Input input = new Input(stream);
        byte[] start = start(input);
        if (startsWith(start, 0, GZIP)) {
            return new Decompression(gzip(input), input);
        }
        if (startsWith(start, 0, BZIP2)) {
            return new Decompression(new BZip2CompressorInputStream(input, true), input);
        }
        if (isCompressed(start)) {
            throw new IOException("it or a layer is compressed with xz or zstd. Use gzip or no compression.");
        }
        input.isLimited = false;
        return input;
    }

    private static InputStream gzip(InputStream input) throws IOException {
        return GzipCompressorInputStream.builder()
                .setInputStream(input)
                .setDecompressConcatenated(true)
                .get();
    }

    /** Whether the engine would decompress a file that starts with these bytes. */
    static boolean isCompressed(byte[] start) {
        boolean skipped = start.length >= 8 && (start[0] & 0xf0) == 0x50 && startsWith(start, 1, ZSTANDARD_SKIPPED);
        return skipped
                || startsWith(start, 0, GZIP)
                || startsWith(start, 0, BZIP2)
                || startsWith(start, 0, XZ)
                || startsWith(start, 0, ZSTANDARD);
    }

    private static byte[] start(InputStream stream) throws IOException {
        stream.mark(MAGIC);
        byte[] start = stream.readNBytes(MAGIC);
        stream.reset();
        return start;
    }

    private static boolean startsWith(byte[] bytes, int at, byte[] start) {
        return bytes.length >= at + start.length && Arrays.equals(bytes, at, at + start.length, start, 0, start.length);
    }

    @Override
    public int read() throws IOException {
        input.withoutOutput = 0;
        return super.read();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        input.withoutOutput = 0;
        return super.read(buffer, offset, length);
    }

    /** Limits headers in the compressed format: commons-compress reads the file name of gzip into memory. */
    private static final class Input extends BufferedInputStream {
        private static final int MAX_BYTES_WITHOUT_OUTPUT = 1 << 20;

        private boolean isLimited = true;
        private long withoutOutput;

        Input(InputStream in) {
            super(in);
        }

        @Override
        public synchronized int read() throws IOException {
            count(1);
            return super.read();
        }

        @Override
        public synchronized int read(byte[] buffer, int offset, int length) throws IOException {
            int some = super.read(buffer, offset, length);
            count(some);
            return some;
        }

        private void count(int some) throws IOException {
            withoutOutput += Math.max(0, some);
            if (isLimited && withoutOutput > MAX_BYTES_WITHOUT_OUTPUT) {
                throw new IOException("it or a layer has a compressed part without content.");
            }
        }
    }
}
