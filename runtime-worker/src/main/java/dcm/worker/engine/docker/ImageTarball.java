package dcm.worker.engine.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.CompressorException;
import org.apache.commons.compress.compressors.CompressorStreamFactory;

/**
 * What {@code docker save} writes, under another name: an archive tells the engine what its images are to be called, and might so
 * take the name of an image that is there.
 */
final class ImageTarball {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MANIFEST = "manifest.json";

    /** They name images, too, and an engine needs only one that does. */
    private static final Set<String> LEFT_OUT = Set.of("repositories", "index.json", "oci-layout");

    /** Ample for the names of an image's layers. */
    private static final int LARGEST_MANIFEST = 1 << 20;

    private ImageTarball() {}

    /**
     * Copies an archive that holds one image.
     *
     * @param archive plain, or compressed in a way that can be recognized
     * @param tag the only name that the image gets
     * @throws IOException if there is no image in it, or more than one
     */
    static void copy(InputStream archive, OutputStream to, String tag) throws IOException {
        boolean named = false;
        TarArchiveInputStream in = new TarArchiveInputStream(plain(new BufferedInputStream(archive)));
        TarArchiveOutputStream out = new TarArchiveOutputStream(to);
        out.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        out.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
            if (entry.getName().equals(MANIFEST)) {
                byte[] manifest = renamed(in.readNBytes(LARGEST_MANIFEST), tag);
                TarArchiveEntry changed = new TarArchiveEntry(MANIFEST);
                changed.setSize(manifest.length);
                out.putArchiveEntry(changed);
                out.write(manifest);
                out.closeArchiveEntry();
                named = true;
            } else if (!LEFT_OUT.contains(entry.getName())) {
                out.putArchiveEntry(entry);
                in.transferTo(out);
                out.closeArchiveEntry();
            }
        }
        if (!named) {
            throw new IOException(
                    "It is no archive of an image, as 'docker save' writes it: it has no " + MANIFEST + ".");
        }
        out.finish();
    }

    private static byte[] renamed(byte[] manifest, String tag) throws IOException {
        JsonNode images = JSON.readTree(manifest);
        if (!(images instanceof ArrayNode all) || all.size() != 1 || !(all.get(0) instanceof ObjectNode image)) {
            throw new IOException("It must hold one image; it holds " + images.size() + ".");
        }
        image.putArray("RepoTags").add(tag);
        return JSON.writeValueAsBytes(all);
    }

    private static InputStream plain(BufferedInputStream archive) {
        try {
            return new CompressorStreamFactory().createCompressorInputStream(archive);
        } catch (CompressorException notCompressed) {
            return archive;
        }
    }
}
