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
import java.util.List;
import org.junit.jupiter.api.Test;

/** The sum of what the engine unpacks from an image archive, and layers that try to hide their size. */
class UnpackedSizeTest {
    private static final int MIB = 1 << 20;

    @Test
    void fileIsCopiedUnchanged() throws IOException {
        byte[] layer = TarBytes.gzip(layer(6 * MIB));
        var copy = new ByteArrayOutputStream();

        new UnpackedSize(8 * MIB, bytes -> {}).copy("l.tar", new ByteArrayInputStream(layer), copy);

        assertThat(copy.toByteArray()).isEqualTo(layer);
    }

    /** The engine has it in its memory. */
    @Test
    void hugeConfigurationIsRejected() {
        byte[] configuration = new byte[5 * MIB];
        Arrays.fill(configuration, (byte) ' ');
        configuration[0] = '{';

        assertThatThrownBy(() -> new UnpackedSize(100 * MIB, bytes -> {})
                        .copy("c.json", new ByteArrayInputStream(configuration), OutputStream.nullOutputStream()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no layer");
    }

    @Test
    void compressedLayerCountsUnpacked() throws IOException {
        byte[] layer = TarBytes.gzip(layer(6 * MIB));

        assertThat(layer.length).isLessThan(MIB);
        assertAccepted(7 * MIB, layer);
        assertTooLarge(5 * MIB, layer);
    }

    @Test
    void largeLayerCountsWhileItIsRead() {
        assertAccepted(7 * MIB, layer(6 * MIB));
        assertTooLarge(5 * MIB, layer(6 * MIB));
    }

    @Test
    void sparseFileIsRejected() throws IOException {
        assertRejectedWith("type 'S'", sparse());
        assertRejectedWith("type 'S'", TarBytes.gzip(sparse()));
        for (String key : List.of("GNU.sparse.size", "GNU.sparse.realsize", "GNU.sparse.major", "SCHILY.filetype")) {
            assertRejected(
                    TarBytes.join(TarBytes.pax('x', key, "99999999999"), TarBytes.file("a", (byte) 1), TarBytes.END));
        }
    }

    @Test
    void formsThatReadersInterpretDifferentlyAreRejected() {
        byte[] content = new byte[3000];

        assertRejectedWith(
                "type 'g'", TarBytes.join(TarBytes.pax('g', "size", "0"), TarBytes.file("a", content), TarBytes.END));
        assertRejected(TarBytes.join(TarBytes.entry("a/", '\0', content), TarBytes.END));
        assertRejected(TarBytes.join(TarBytes.entry("a", '5', content), TarBytes.END));
        assertRejected(TarBytes.join(TarBytes.entry("a", '1', content), TarBytes.END));
        assertRejected(TarBytes.join(TarBytes.entry("a", '7', content), TarBytes.END));
        assertRejected(TarBytes.join(
                TarBytes.pax('x', "size", "10"), TarBytes.pax('x', "size", "3000"), TarBytes.file("a", content)));
        assertRejected(TarBytes.join(TarBytes.pax('x', "size", "-1"), TarBytes.file("a", content), TarBytes.END));
        byte[] damaged = layer(10);
        damaged[130]++;
        assertRejected(damaged);
    }

    @Test
    void sizeInAnExtendedHeaderReplacesTheOther() {
        byte[] hidden = TarBytes.join(TarBytes.pax('g', "size", "0"), new byte[512]);
        byte[] replaced = TarBytes.join(
                TarBytes.pax('x', "size", String.valueOf(hidden.length)),
                TarBytes.header("a", '0', 0, ""),
                hidden,
                TarBytes.file("b", (byte) 1),
                TarBytes.END);

        assertAccepted(MIB, replaced);
    }

    @Test
    void ordinaryFormsAreAccepted() {
        byte[] large = TarBytes.header("large", '0', 0, "");
        large[124] = (byte) 0x80; // the size in binary
        System.arraycopy(new byte[11], 0, large, 125, 11);
        large[135] = 5;

        assertAccepted(
                MIB,
                TarBytes.join(
                        TarBytes.pax('x', "SCHILY.xattr.security.capability", "x"),
                        TarBytes.entry("bin/", '5'),
                        TarBytes.entry("long", 'L', "bin/a-long-name\0".getBytes(StandardCharsets.US_ASCII)),
                        TarBytes.entry("old", '\0', (byte) 1),
                        TarBytes.link("hard", '1', "old"),
                        TarBytes.link("soft", '2', "old"),
                        TarBytes.entry("device", '3'),
                        TarBytes.withCheckSum(large),
                        new byte[512],
                        TarBytes.END));
    }

    @Test
    void contentBehindTheEndOfALayerCounts() throws IOException {
        byte[] layer = TarBytes.join(layer(10), new byte[3 * MIB]);

        assertTooLarge(2 * MIB, TarBytes.gzip(layer));
        assertTooLarge(2 * MIB, TarBytes.join(TarBytes.gzip(layer(10)), TarBytes.gzip(new byte[3 * MIB])));
    }

    @Test
    void hugeExtendedHeaderIsRejectedBeforeItIsRead() throws IOException {
        for (char type : new char[] {'L', 'K', 'x'}) {
            byte[] huge = TarBytes.join(TarBytes.header("h", type, 1L << 31, ""), new byte[1000]);
            assertRejectedWith("extended header", huge);
            assertRejectedWith("extended header", TarBytes.gzip(huge));
        }
    }

    @Test
    void hugeFileNameOfGzipIsRejected() throws IOException {
        byte[] zipped = TarBytes.gzip(layer(10));
        byte[] start = Arrays.copyOf(zipped, 10);
        start[3] = 8; // has a file name
        byte[] name = new byte[2 * MIB];
        Arrays.fill(name, (byte) 'n');
        byte[] rest = Arrays.copyOfRange(zipped, 10, zipped.length);

        assertRejectedWith("without content", TarBytes.join(start, name, new byte[1], rest));
        assertAccepted(MIB, TarBytes.join(start, new byte[] {'n', 0}, rest));
    }

    @Test
    void onlyFormatsOfTheEngineAreDecompressed() throws IOException {
        byte[] zlib = layer(10);
        zlib[0] = 'x';
        zlib[1] = 1;
        assertAccepted(MIB, TarBytes.join(TarBytes.withCheckSum(Arrays.copyOf(zlib, 512)), TarBytes.END));
        assertRejectedWith("xz or zstd", new byte[] {(byte) 0xfd, '7', 'z', 'X', 'Z', 0, 0, 0, 0, 0});
        assertRejectedWith("xz or zstd", new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, 0, 0, 0, 0, 0});
        assertRejectedWith("xz or zstd", new byte[] {0x5a, 0x2a, 0x4d, 0x18, 0, 0, 0, 0, 0, 0});
    }

    @Test
    void layersAddUp() throws IOException {
        byte[] layer = layer(3 * MIB);
        UnpackedSize size = new UnpackedSize(8 * MIB, bytes -> {});

        copy(size, "1", layer);
        copy(size, "2", layer);

        assertThatThrownBy(() -> copy(size, "3", layer)).isInstanceOf(EngineException.ImageTooLarge.class);
    }

    @Test
    void layerCountsOncePerUse() throws IOException {
        UnpackedSize size = new UnpackedSize(8 * MIB, bytes -> {});
        copy(size, "l.tar", layer(3 * MIB));
        size.link("a", "l.tar");
        size.link("b", "a");

        assertThatCode(() -> size.checkLayers(List.of("l.tar", "b"))).doesNotThrowAnyException();
        assertThatThrownBy(() -> size.checkLayers(List.of("l.tar", "l.tar", "l.tar")))
                .isInstanceOf(EngineException.ImageTooLarge.class);
        assertThatThrownBy(() -> size.checkLayers(List.of("a", "b", "b")))
                .isInstanceOf(EngineException.ImageTooLarge.class);
    }

    @Test
    void layerThatTheArchiveDoesNotContainIsRejected() throws IOException {
        UnpackedSize size = new UnpackedSize(8 * MIB, bytes -> {});
        copy(size, "l.tar", layer(10));
        copy(size, "document", "{}".repeat(1000).getBytes(StandardCharsets.US_ASCII));
        size.link("loop", "loop");

        for (String name : List.of("other.tar", "document", "loop")) {
            assertThatThrownBy(() -> size.checkLayers(List.of("l.tar", name)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("does not contain the layer");
        }
    }

    @Test
    void loadedImageHasTheDigestsOfTheDecompressedLayers() throws IOException {
        UnpackedSize size = new UnpackedSize(8 * MIB, bytes -> {});
        copy(size, "l.tar", TarBytes.gzip(TarBytes.END));
        size.checkLayers(List.of("l.tar"));
        String empty = "sha256:5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef";

        assertThatCode(() -> size.checkLoaded(List.of(empty))).doesNotThrowAnyException();
        assertThatThrownBy(() -> size.checkLoaded(List.of("sha256:" + "0".repeat(64))))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> size.checkLoaded(List.of(empty, empty))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> size.checkLoaded(null)).isInstanceOf(IOException.class);
    }

    @Test
    void documentIsNoLayerAndALayerThatLooksLikeADocumentIsOne() {
        byte[] layer = sparse();
        layer[0] = '{';

        assertAccepted(MIB, ("{\"config\": \"" + "x".repeat(2000) + "\"}").getBytes(StandardCharsets.US_ASCII));
        assertRejected(TarBytes.withCheckSum(layer));
    }

    private static void assertAccepted(long most, byte[] file) {
        assertThatCode(() -> copy(new UnpackedSize(most, bytes -> {}), "l.tar", file))
                .doesNotThrowAnyException();
    }

    private static void assertTooLarge(long most, byte[] file) {
        assertThatThrownBy(() -> copy(new UnpackedSize(most, bytes -> {}), "l.tar", file))
                .isInstanceOf(EngineException.ImageTooLarge.class);
    }

    private static void assertRejected(byte[] file) {
        assertRejectedWith("", file);
    }

    private static void assertRejectedWith(String message, byte[] file) {
        assertThatThrownBy(() -> copy(new UnpackedSize(8 * MIB, bytes -> {}), "l.tar", file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(message);
    }

    private static void copy(UnpackedSize size, String name, byte[] file) throws IOException {
        size.copy(name, new ByteArrayInputStream(file), OutputStream.nullOutputStream());
    }

    private static byte[] layer(int bytes) {
        return TarBytes.join(TarBytes.file("opt/data", new byte[bytes]), TarBytes.END);
    }

    /** A layer with a file of 4 GiB that contains 512 bytes, in the old GNU format. */
    private static byte[] sparse() {
        byte[] header = TarBytes.header("opt/hole", 'S', 512, "");
        TarBytes.text(header, 257, "ustar  ");
        TarBytes.text(header, 386, "00000000000"); // where the piece begins
        TarBytes.text(header, 398, "00000001000");
        TarBytes.text(header, 410, "40000000000"); // an empty piece at the end of the file
        TarBytes.text(header, 422, "00000000000");
        TarBytes.text(header, 483, "40000000000"); // the real size
        return TarBytes.join(TarBytes.withCheckSum(header), new byte[512 * 3]);
    }
}
