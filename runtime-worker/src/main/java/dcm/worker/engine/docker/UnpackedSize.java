package dcm.worker.engine.docker;

import dcm.contract.identity.Sha256;
import dcm.worker.engine.EngineException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Copies the files of an untrusted image archive, and adds up how many bytes the engine will unpack from its layers.
 * {@link StrictTar} rejects sparse files, so the engine unpacks at most the decompressed bytes of a layer.
 */
final class UnpackedSize {
    private static final long STEP = 16L << 20;
    private static final int BUFFER = 1 << 13;
    private static final long MOST_METADATA = 4 << 20;

    /** The number of links that are followed. */
    private static final int MAX_LINKS = 8;

    private final long most;
    private final LongConsumer progress;
    private final Map<String, Layer> layers = new HashMap<>();
    private final Map<String, String> links = new HashMap<>();
    private List<String> digests = List.of();
    private long unpacked;
    private long copied;
    private long next = STEP;

    /**
     * A file that the engine can use as a layer.
     *
     * @param size of the decompressed content
     * @param digest of the decompressed content, {@code sha256:…}
     */
    private record Layer(long size, String digest) {}

    /**
     * @param most the limit for the sum
     * @param progress receives the sum, about every 16 MiB
     */
    UnpackedSize(long most, LongConsumer progress) {
        this.most = most;
        this.progress = progress;
    }

    long most() {
        return most;
    }

    /**
     * Copies one file of the archive.
     *
     * @throws EngineException.ImageTooLarge above the limit
     */
    void copy(String name, InputStream file, OutputStream to) throws IOException {
        BufferedInputStream copy = new BufferedInputStream(new Tee(file, to), BUFFER);
        copy.mark(StrictTar.BLOCK);
        byte[] start = copy.readNBytes(StrictTar.BLOCK);
        copy.reset();
        if (mayBeLayer(start)) {
            layers.put(name, layer(copy));
        } else {
            copyMetadata(copy);
        }
        copy.transferTo(OutputStream.nullOutputStream());
    }

    /** Of what is no layer, the engine has the whole file in memory. */
    private static void copyMetadata(InputStream file) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long sum = 0;
        for (int read = file.read(buffer); read >= 0; read = file.read(buffer)) {
            sum += read;
            if (sum > MOST_METADATA) {
                throw new IOException(
                        "it contains a file with more than %d bytes that is no layer.".formatted(MOST_METADATA));
            }
        }
    }

    /** Notes that a name of the archive refers to another. */
    void link(String name, String target) {
        links.put(name, target);
    }

    /**
     * Checks the layers of the image. The engine unpacks a file once for each layer that names it.
     *
     * @param names the files of the layers
     * @throws IOException if the archive does not contain one of the layers
     * @throws EngineException.ImageTooLarge above the limit
     */
    void checkLayers(List<String> names) throws IOException {
        long sum = 0;
        List<String> found = new ArrayList<>();
        for (String name : names) {
            Layer layer = layers.get(target(name));
            if (layer == null) {
                throw new IOException(
                        "it does not contain the layer '" + name.substring(0, Math.min(name.length(), 100)) + "'.");
            }
            sum += layer.size();
            check(sum);
            found.add(layer.digest());
        }
        digests = List.copyOf(found);
    }

    /**
     * Checks that the loaded image has the layers of the archive. The engine does not open the file of a layer whose
     * digest it knows already, so an archive could contain only the digests of another owner's layers.
     *
     * @param loaded the digests of the image's layers
     */
    void checkLoaded(@Nullable List<String> loaded) throws IOException {
        if (!digests.equals(loaded == null ? List.of() : loaded)) {
            throw new IOException("the digests in its configuration are not those of its layers.");
        }
    }

    private String target(String name) {
        String target = name;
        for (int i = 0; i < MAX_LINKS; i++) {
            String next = links.get(target);
            if (next == null) {
                break;
            }
            target = next;
        }
        return target;
    }

    /** Rejects documents and short texts: an archive can contain them, but the engine cannot use them as layers. */
    private static boolean mayBeLayer(byte[] start) {
        if (start.length > 0 && (start[0] == '{' || start[0] == '[') && !hasZero(start)) {
            return false; // each header of a tar archive contains a zero byte
        }
        return start.length == 0 || start.length == StrictTar.BLOCK || Decompression.isCompressed(start);
    }

    private static boolean hasZero(byte[] bytes) {
        for (byte octet : bytes) {
            if (octet == 0) {
                return true;
            }
        }
        return false;
    }

    private Layer layer(InputStream file) throws IOException {
        Unpacked content = new Unpacked(Decompression.plain(file));
        StrictTar tar = new StrictTar(content);
        while (tar.next() != null) {
            // Reading the entries rejects what is not supported.
        }
        content.transferTo(OutputStream.nullOutputStream()); // what follows the end of the tar archive
        return content.layer();
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

    /** Counts and hashes the decompressed content of a layer. */
    private final class Unpacked extends InspectedStream {
        private final MessageDigest sha256 = Sha256.digest();
        private long size;

        Unpacked(InputStream in) {
            super(in);
        }

        Layer layer() {
            return new Layer(size, "sha256:" + HexFormat.of().formatHex(sha256.digest()));
        }

        @Override
        void inspect(byte[] buffer, int offset, int count) {
            sha256.update(buffer, offset, count);
            size += count;
            add(count);
        }
    }

    /** Also writes everything that is read. */
    private final class Tee extends InspectedStream {
        private final OutputStream to;

        Tee(InputStream in, OutputStream to) {
            super(in);
            this.to = to;
        }

        @Override
        void inspect(byte[] buffer, int offset, int count) throws IOException {
            to.write(buffer, offset, count);
            addCopied(count);
        }
    }
}
