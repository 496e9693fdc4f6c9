package dcm.worker.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcm.worker.engine.EngineException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;

/** What an engine receives of an untrusted archive. */
class ImageTarballTest {
    private static final int MIB = 1 << 20;
    private static final byte[] MANIFEST = manifest("[{\"Config\":\"c.json\",\"Layers\":[\"l.tar\"]}]");
    private static final byte[] LAYER = TarBytes.file("l.tar", TarBytes.file("data", (byte) 1));

    @Test
    void archiveIsCopiedWithTheNewNameOnly() throws IOException {
        byte[] copy =
                copied(TarBytes.file("index.json", (byte) 1), TarBytes.entry("blobs/", '5'), LAYER, manifest("""
                        [{"Config": "c.json", "Layers": ["l.tar"], "RepoTags": ["old:1"], "LAYERS": ["x"],
                          "Parent": "sha256:1"}]"""));

        assertThat(entries(copy))
                .extracting(TarArchiveEntry::getName)
                .containsExactly("blobs/", "l.tar", "manifest.json");
        assertThat(new String(copy, StandardCharsets.ISO_8859_1))
                .contains("[{\"Config\":\"c.json\",\"RepoTags\":[\"new:1\"],\"Layers\":[\"l.tar\"]}]");
    }

    @Test
    void extendedHeadersAreNotCopied() throws IOException {
        byte[] copy = copied(
                TarBytes.pax('x', "SCHILY.xattr.user.any", "value"),
                LAYER,
                TarBytes.pax('x', "path", "a/link"),
                TarBytes.link("other", '2', "../l.tar"),
                MANIFEST);

        assertThat(entries(copy))
                .allSatisfy(entry -> assertThat(entry.getExtraPaxHeaders()).isEmpty());
        assertThat(entries(copy)).extracting(TarArchiveEntry::getName).contains("a/link");
        assertThat(new String(copy, StandardCharsets.ISO_8859_1)).doesNotContain("SCHILY", "path=");
    }

    @Test
    void layerCountsOncePerUse() {
        byte[] layer = TarBytes.file("l.tar", TarBytes.file("data", new byte[MIB]));
        byte[] manifest = manifest("[{\"Config\":\"c\",\"Layers\":[" + "\"l.tar\",".repeat(9) + "\"l.tar\"]}]");

        assertThatThrownBy(() -> copied(layer, manifest)).isInstanceOf(EngineException.ImageTooLarge.class);
    }

    @Test
    void layerThatTheArchiveDoesNotContainIsRejected() {
        assertRejected("does not contain the layer", MANIFEST);
        assertRejected("does not contain the layer", TarBytes.link("l.tar", '2', "other"), MANIFEST);
    }

    @Test
    void entryThatReplacesAnotherIsRejected() {
        assertRejected("twice", LAYER, LAYER, MANIFEST);
        assertRejected("twice", LAYER, TarBytes.link("l.tar", '2', "other"), MANIFEST);
        assertRejected("twice", TarBytes.link("d", '2', "e"), TarBytes.file("d/l.tar"), MANIFEST);
        assertRejected("twice", TarBytes.file("d/l.tar"), TarBytes.link("d", '2', "e"), MANIFEST);
        assertRejected("twice", LAYER, MANIFEST, MANIFEST);
    }

    @Test
    void namesOutsideTheArchiveAndSpecialFilesAreRejected() {
        assertRejected("/etc", LAYER, TarBytes.file("/etc/x"), MANIFEST);
        assertRejected("a/../b", LAYER, TarBytes.file("a/../b"), MANIFEST);
        assertRejected("manifest.json", LAYER, TarBytes.file("./manifest.json"), MANIFEST);
        assertRejected("manifest.json", LAYER, TarBytes.link("a", '1', "manifest.json"), MANIFEST);
        assertRejected("/etc", LAYER, TarBytes.link("a", '2', "/etc/passwd"), MANIFEST);
        assertRejected("../etc", LAYER, TarBytes.link("a", '2', "../etc"), MANIFEST);
        assertRejected("neither", LAYER, TarBytes.entry("device", '4'), MANIFEST);
        assertRejected("sparse", TarBytes.pax('x', "GNU.sparse.name", "manifest.json"), LAYER, MANIFEST);
    }

    @Test
    void numberOfEntriesIsLimited() {
        byte[][] entries = new byte[2001][];
        for (int i = 0; i < entries.length; i++) {
            entries[i] = TarBytes.file("f" + i);
        }

        assertRejected("more than 2000 files", TarBytes.join(entries), MANIFEST);
    }

    @Test
    void filesThatAreNotCopiedAreLimited() {
        assertRejected("larger than 1024 KiB", LAYER, TarBytes.file("repositories", new byte[MIB + 1]), MANIFEST);
        assertRejected("larger than 128 KiB", LAYER, manifest("[" + "{},".repeat(50_000) + "{}]"));
    }

    @Test
    void contentBehindTheEndOfTheArchiveIsLimited() {
        InputStream archive = new SequenceInputStream(
                new ByteArrayInputStream(TarBytes.join(LAYER, MANIFEST, TarBytes.END)), zeros(80L * MIB));

        assertThatThrownBy(() -> ImageTarball.copy(
                        archive, OutputStream.nullOutputStream(), "new:1", new UnpackedSize(8 * MIB, bytes -> {})))
                .isInstanceOf(EngineException.ImageTooLarge.class);
    }

    @Test
    void hugeExtendedHeaderOfTheArchiveIsRejected() {
        assertRejected("extended header", TarBytes.header("h", 'L', 1L << 31, ""), new byte[1000]);
    }

    private static void assertRejected(String message, byte[]... parts) {
        assertThatThrownBy(() -> copied(parts)).isInstanceOf(IOException.class).hasMessageContaining(message);
    }

    private static byte[] copied(byte[]... parts) throws IOException {
        byte[] archive = TarBytes.join(TarBytes.join(parts), TarBytes.END);
        var copy = new ByteArrayOutputStream();
        ImageTarball.copy(
                new ByteArrayInputStream(TarBytes.gzip(archive)),
                copy,
                "new:1",
                new UnpackedSize(8 * MIB, bytes -> {}));
        return copy.toByteArray();
    }

    private static byte[] manifest(String text) {
        return TarBytes.file("manifest.json", text.getBytes(StandardCharsets.US_ASCII));
    }

    private static List<TarArchiveEntry> entries(byte[] archive) throws IOException {
        List<TarArchiveEntry> entries = new ArrayList<>();
        var in = new TarArchiveInputStream(new ByteArrayInputStream(archive));
        for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
            entries.add(entry);
        }
        return entries;
    }

    private static InputStream zeros(long count) {
        return new InputStream() {
            private long left = count;

            @Override
            public int read() {
                return left-- > 0 ? 0 : -1;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                int some = (int) Math.min(left, length);
                left -= some;
                return some == 0 ? -1 : some;
            }
        };
    }
}
