package dcm.worker.engine.docker;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dcm.worker.engine.EngineException;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.LongConsumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.CompressorException;
import org.apache.commons.compress.compressors.CompressorStreamFactory;

/**
 * Copies the files of an image archive, and adds up how many bytes the engine will unpack from them. A layer may be
 * compressed, and may contain sparse files, which the engine writes completely.
 */
final class UnpackedSize {
    private static final long STEP = 16L << 20;

    /** The smallest unit of a tar archive, and what each entry of a layer counts at least. */
    private static final int BLOCK = 512;

    /** The largest file that is read into memory to find out whether it is a layer. */
    private static final int LARGEST_DOCUMENT = 4 << 20;

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    private final long most;
    private final LongConsumer progress;
    private long unpacked;
    private long copied;
    private long next = STEP;

    /**
     * @param most the limit for the sum
     * @param progress receives the sum, about every 16 MiB
     */
    UnpackedSize(long most, LongConsumer progress) {
        this.most = most;
        this.progress = progress;
    }

    /**
     * Copies one file of the archive.
     *
     * @param size the size of the file
     * @throws EngineException.ImageTooLarge above the limit
     */
    void copy(InputStream file, long size, OutputStream to) throws IOException {
        if (size <= LARGEST_DOCUMENT) {
            byte[] content = file.readNBytes((int) size);
            to.write(content);
            addCopied(size);
            if (!isDocument(content) && (size >= BLOCK || isCompressed(content))) {
                addLayer(new ByteArrayInputStream(content));
            }
            return;
        }
        try (Tee copy = new Tee(file, to)) {
            addLayer(copy);
            copy.transferTo(OutputStream.nullOutputStream()); // what follows the end of the layer
        }
    }

    /** Whether a file is compressed, so that even a few bytes can be a layer. */
    private static boolean isCompressed(byte[] content) {
        try {
            CompressorStreamFactory.detect(new ByteArrayInputStream(content));
            return true;
        } catch (CompressorException notCompressed) {
            return false;
        }
    }

    private static boolean isDocument(byte[] content) throws IOException {
        if (content.length == 0 || content[0] != '{' && content[0] != '[') {
            return false;
        }
        try {
            JSON.readTree(content);
            return true;
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    private void addLayer(InputStream layer) throws IOException {
        var entries = new TarArchiveInputStream(plain(new BufferedInputStream(layer)));
        for (TarArchiveEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
            add(Math.max(0, entry.getRealSize()));
            add(BLOCK);
        }
    }

    /** The content of a layer, which may be compressed. */
    private static InputStream plain(BufferedInputStream layer) throws IOException {
        String format;
        try {
            format = CompressorStreamFactory.detect(layer);
        } catch (CompressorException notCompressed) {
            return layer;
        }
        try {
            return new CompressorStreamFactory(true).createCompressorInputStream(format, layer);
        } catch (CompressorException | LinkageError e) {
            throw new IOException("a layer is compressed with " + format + ". Use gzip or no compression.", e);
        }
    }

    private void add(long more) {
        unpacked += more;
        check(unpacked);
        if (unpacked >= next) {
            next = unpacked + STEP;
            progress.accept(unpacked);
        }
    }

    private void addCopied(long more) {
        copied += more;
        check(copied);
    }

    private void check(long sum) {
        if (sum > most || sum < 0) {
            throw new EngineException.ImageTooLarge(most, null);
        }
    }

    /** Also writes everything that is read. */
    private final class Tee extends FilterInputStream {
        private final OutputStream to;

        Tee(InputStream in, OutputStream to) {
            super(in);
            this.to = to;
        }

        @Override
        public int read() throws IOException {
            int octet = super.read();
            if (octet >= 0) {
                to.write(octet);
                addCopied(1);
            }
            return octet;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int some = super.read(buffer, offset, length);
            if (some > 0) {
                to.write(buffer, offset, some);
                addCopied(some);
            }
            return some;
        }

        @Override
        public long skip(long count) throws IOException {
            long left = count;
            byte[] buffer = new byte[1 << 13];
            while (left > 0) {
                int some = read(buffer, 0, (int) Math.min(buffer.length, left));
                if (some < 0) {
                    break;
                }
                left -= some;
            }
            return count - left;
        }

        @Override
        public boolean markSupported() {
            return false;
        }

        /** Leaves the archive open. */
        @Override
        public void close() {}
    }
}
