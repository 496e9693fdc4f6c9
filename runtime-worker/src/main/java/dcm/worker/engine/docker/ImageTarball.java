package dcm.worker.engine.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.CompressorException;
import org.apache.commons.compress.compressors.CompressorStreamFactory;

/**
 * Rewrites the output of {@code docker save} with another image name. An archive contains the names of its images and
 * could replace an existing image.
 */
final class ImageTarball {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MANIFEST = "manifest.json";

    /** Other files that name images; an engine needs only the manifest. */
    private static final Set<String> LEFT_OUT = Set.of("repositories", "index.json", "oci-layout");

    /** In bytes; more than the names of an image's layers need. */
    private static final int LARGEST_MANIFEST = 1 << 20;

    /** Copies one file of an archive. */
    @FunctionalInterface
    interface FileCopy {
        void copy(InputStream file, long size, OutputStream to) throws IOException;
    }

    private ImageTarball() {}

    /**
     * Copies an archive that holds one image.
     *
     * @param archive plain or compressed in a recognized format
     * @param tag the only name that the image gets
     * @param copy copies the other files than the list of images
     * @throws IOException if the archive contains no image or more than one
     */
    static void copy(InputStream archive, OutputStream to, String tag, FileCopy copy) throws IOException {
        byte[] manifest = null;
        TarArchiveInputStream in = new TarArchiveInputStream(plain(new BufferedInputStream(archive)));
        TarArchiveOutputStream out = new TarArchiveOutputStream(to);
        out.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        out.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
            if (entry.getName().equals(MANIFEST) && entry.isFile()) {
                manifest = renamed(in.readNBytes(LARGEST_MANIFEST), tag);
            } else if (!LEFT_OUT.contains(entry.getName())) {
                out.putArchiveEntry(harmless(entry));
                copy.copy(in, entry.getSize(), out);
                out.closeArchiveEntry();
            }
        }
        if (manifest == null) {
            throw new IOException("it has no " + MANIFEST + ". Create the archive with 'docker save'.");
        }
        TarArchiveEntry last = new TarArchiveEntry(MANIFEST); // last, so that no other entry can replace it
        last.setSize(manifest.length);
        out.putArchiveEntry(last);
        out.write(manifest);
        out.closeArchiveEntry();
        out.finish();
    }

    /** Rejects unusual spellings of names, because an engine could unpack them to the manifest's file. */
    private static TarArchiveEntry harmless(TarArchiveEntry entry) throws IOException {
        String name = entry.getName().replaceFirst("/$", "");
        Path path = Path.of(name);
        Path last = path.getFileName();
        boolean plain = !path.isAbsolute() && path.normalize().toString().equals(name) && !name.startsWith("..");
        boolean names = last != null && (last.toString().equals(MANIFEST) || LEFT_OUT.contains(last.toString()));
        if (!plain || names) {
            throw new IOException("it contains '" + name
                    + "'. Create the archive with 'docker save', which does not write this entry.");
        }
        return entry;
    }

    private static byte[] renamed(byte[] manifest, String tag) throws IOException {
        JsonNode images = JSON.readTree(manifest);
        if (!(images instanceof ArrayNode all) || all.size() != 1 || !(all.get(0) instanceof ObjectNode image)) {
            throw new IOException("it contains " + images.size() + " images and must contain exactly one.");
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
