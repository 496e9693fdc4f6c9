package dcm.worker.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcm.worker.engine.EngineException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;

/** The sum of what the engine unpacks from an image archive. */
class UnpackedSizeTest {
    private static final int MIB = 1 << 20;

    @Test
    void fileIsCopiedUnchanged() throws IOException {
        byte[] layer = gzip(layer(6 * MIB));
        var copy = new ByteArrayOutputStream();

        new UnpackedSize(8 * MIB, bytes -> {}).copy(new ByteArrayInputStream(layer), layer.length, copy);

        assertThat(copy.toByteArray()).isEqualTo(layer);
    }

    @Test
    void compressedLayerCountsUnpacked() throws IOException {
        byte[] layer = gzip(layer(6 * MIB));

        assertThat(layer.length).isLessThan(MIB);
        assertAccepted(7 * MIB, layer);
        assertRejected(5 * MIB, layer);
    }

    @Test
    void largeLayerCountsWhileItIsRead() throws IOException {
        assertAccepted(7 * MIB, layer(6 * MIB));
        assertRejected(5 * MIB, layer(6 * MIB));
    }

    @Test
    void sparseFileCountsCompletely() throws IOException {
        assertRejected(1L << 31, sparse());
        assertRejected(1L << 31, gzip(sparse()));
    }

    @Test
    void layersAddUp() throws IOException {
        byte[] layer = layer(3 * MIB);
        UnpackedSize size = new UnpackedSize(8 * MIB, bytes -> {});

        size.copy(new ByteArrayInputStream(layer), layer.length, OutputStream.nullOutputStream());
        size.copy(new ByteArrayInputStream(layer), layer.length, OutputStream.nullOutputStream());

        assertThatThrownBy(
                        () -> size.copy(new ByteArrayInputStream(layer), layer.length, OutputStream.nullOutputStream()))
                .isInstanceOf(EngineException.ImageTooLarge.class);
    }

    @Test
    void documentIsNoLayerAndALayerThatLooksLikeADocumentIsOne() throws IOException {
        byte[] document = ("{\"config\": \"" + "x".repeat(2000) + "\"}").getBytes(StandardCharsets.US_ASCII);
        byte[] layer = sparse();
        layer[0] = '{';

        assertAccepted(MIB, document);
        assertThatThrownBy(() -> copy(1L << 31, layer)).isInstanceOfAny(IOException.class, EngineException.class);
    }

    private static void assertAccepted(long most, byte[] file) {
        assertThatCode(() -> copy(most, file)).doesNotThrowAnyException();
    }

    private static void assertRejected(long most, byte[] file) {
        assertThatThrownBy(() -> copy(most, file)).isInstanceOf(EngineException.ImageTooLarge.class);
    }

    private static void copy(long most, byte[] file) throws IOException {
        new UnpackedSize(most, bytes -> {})
                .copy(new ByteArrayInputStream(file), file.length, OutputStream.nullOutputStream());
    }

    private static byte[] layer(int bytes) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(out)) {
            TarArchiveEntry entry = new TarArchiveEntry("opt/data");
            entry.setSize(bytes);
            tar.putArchiveEntry(entry);
            tar.write(new byte[bytes]);
            tar.closeArchiveEntry();
        }
        return out.toByteArray();
    }

    /** A layer with a file of 4 GiB that contains 512 bytes, in the old GNU format. */
    private static byte[] sparse() {
        byte[] header = new byte[512];
        text(header, 0, "opt/hole");
        text(header, 100, "0000644");
        text(header, 108, "0000000");
        text(header, 116, "0000000");
        text(header, 124, "00000001000");
        text(header, 136, "00000000000");
        header[156] = 'S';
        text(header, 257, "ustar  ");
        text(header, 386, "00000000000"); // where the piece begins
        text(header, 398, "00000001000");
        text(header, 410, "40000000000"); // an empty piece at the end of the file
        text(header, 422, "00000000000");
        text(header, 483, "40000000000"); // the real size
        Arrays.fill(header, 148, 156, (byte) ' ');
        int sum = 0;
        for (byte octet : header) {
            sum += octet & 0xff;
        }
        text(header, 148, "%06o\0 ".formatted(sum));
        return Arrays.copyOf(header, 512 * 4);
    }

    private static void text(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    private static byte[] gzip(byte[] content) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(out)) {
            zip.write(content);
        }
        return out.toByteArray();
    }
}
