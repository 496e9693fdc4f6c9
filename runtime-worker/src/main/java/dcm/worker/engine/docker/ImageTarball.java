package dcm.worker.engine.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.worker.engine.EngineException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.jspecify.annotations.Nullable;

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
    private static final int LARGEST_MANIFEST = 1 << 17;

    private static final int LARGEST_LEFT_OUT = 1 << 20;

    /** An image has at most 125 layers, and each at most four entries. */
    private static final int MAX_ENTRIES = 2000;

    /** What an archive may contain in addition to its layers, in bytes. */
    private static final long MAX_OTHER_BYTES = 64L << 20;

    private static final int LONGEST_NAME = 256;
    private static final Pattern NAME = Pattern.compile("[\\w.:@+=,~-]+(/[\\w.:@+=,~-]+){0,4}");

    /** Copies one file of an archive. */
    @FunctionalInterface
    interface FileCopy {
        void copy(InputStream file, long size, OutputStream to) throws IOException;
    }

    private final StrictTar in;
    private final TarArchiveOutputStream out;
    private final FileCopy copy;
    private final @Nullable UnpackedSize size;
    private final Set<String> files = new HashSet<>();
    private final Set<String> directories = new HashSet<>();
    private byte @Nullable [] manifest;
    private List<String> layers = List.of();

    private ImageTarball(InputStream plain, OutputStream to, FileCopy copy, @Nullable UnpackedSize size) {
        this.in = new StrictTar(plain);
        this.out = new TarArchiveOutputStream(to);
        this.copy = copy;
        this.size = size;
        out.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        out.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    }

    /**
     * Copies an archive that holds one image.
     *
     * @param archive plain or compressed in a recognized format
     * @param tag the only name that the image gets
     * @param copy copies the other files than the list of images
     * @throws IOException if the archive contains no image or more than one
     */
    static void copy(InputStream archive, OutputStream to, String tag, FileCopy copy) throws IOException {
        InputStream plain = Decompression.plain(archive);
        new ImageTarball(plain, to, copy, null).copy(plain, tag);
    }

    /**
     * Copies an untrusted archive that holds one image.
     *
     * @param size copies and checks the files
     * @throws EngineException.ImageTooLarge above the limit of the size
     */
    static void copy(InputStream archive, OutputStream to, String tag, UnpackedSize size) throws IOException {
        InputStream plain = new Limited(Decompression.plain(archive), size.most());
        new ImageTarball(plain, to, (file, bytes, copy) -> file.transferTo(copy), size).copy(plain, tag);
    }

    private void copy(InputStream plain, String tag) throws IOException {
        int entries = 0;
        for (StrictTar.Entry entry = in.next(); entry != null; entry = in.next()) {
            if (++entries > MAX_ENTRIES) {
                throw new IOException("it contains more than " + MAX_ENTRIES + " files.");
            }
            copy(entry, tag);
        }
        plain.transferTo(OutputStream.nullOutputStream());
        byte[] written = manifest;
        if (written == null) {
            throw new IOException("it has no " + MANIFEST + ". Create the archive with 'docker save'.");
        }
        if (size != null) {
            size.checkLayers(layers);
        }
        TarArchiveEntry last = new TarArchiveEntry(MANIFEST); // last, so that no other entry can replace it
        last.setSize(written.length);
        out.putArchiveEntry(last);
        out.write(written);
        out.closeArchiveEntry();
        out.finish();
    }

    private void copy(StrictTar.Entry entry, String tag) throws IOException {
        if (entry.name().equals(MANIFEST) && entry.isFile()) {
            requireSize(entry, LARGEST_MANIFEST);
            if (manifest != null) {
                throw new IOException("it contains " + MANIFEST + " twice.");
            }
            manifest = renamed(in.content().readAllBytes(), tag);
        } else if (LEFT_OUT.contains(entry.name())) {
            requireSize(entry, LARGEST_LEFT_OUT);
        } else {
            String name = entry.name().replaceFirst("/$", "");
            requireOrdinary(name);
            addToTree(name, entry.isDirectory());
            write(entry, name);
        }
    }

    /** Writes an entry anew: extended headers that the engine interprets differently are lost. */
    private void write(StrictTar.Entry entry, String name) throws IOException {
        TarArchiveEntry written = written(entry, name);
        written.setSize(entry.size());
        out.putArchiveEntry(written);
        if (entry.isFile() && size != null) {
            size.copy(name, in.content(), out);
        } else if (entry.isFile()) {
            copy.copy(in.content(), entry.size(), out);
        }
        out.closeArchiveEntry();
    }

    private TarArchiveEntry written(StrictTar.Entry entry, String name) throws IOException {
        if (entry.isFile()) {
            return new TarArchiveEntry(name);
        }
        if (entry.isDirectory()) {
            return new TarArchiveEntry(name + "/");
        }
        if (!entry.isHardLink() && !entry.isSymbolicLink()) {
            throw new IOException("it contains '" + name + "', which is neither a file nor a directory nor a link.");
        }
        TarArchiveEntry link =
                new TarArchiveEntry(name, entry.isHardLink() ? TarConstants.LF_LINK : TarConstants.LF_SYMLINK);
        String target = target(entry, name);
        link.setLinkName(entry.target());
        if (size != null) {
            size.link(name, target);
        }
        return link;
    }

    /** The name in the archive that a link refers to. */
    private static String target(StrictTar.Entry entry, String name) throws IOException {
        String from = entry.isHardLink() ? "" : name.substring(0, name.lastIndexOf('/') + 1);
        String to = entry.target();
        while (to.startsWith("../") && !from.isEmpty()) {
            to = to.substring(3);
            from = from.substring(0, from.lastIndexOf('/', from.length() - 2) + 1);
        }
        requireOrdinary(from + to);
        return from + to;
    }

    private static void requireSize(StrictTar.Entry entry, int most) throws IOException {
        if (entry.size() > most) {
            throw new IOException("its file " + entry.name() + " is larger than " + (most >> 10) + " KiB.");
        }
    }

    /** Rejects unusual spellings of names, because an engine could unpack them to the manifest's file. */
    private static void requireOrdinary(String name) throws IOException {
        boolean ordinary = name.length() <= LONGEST_NAME && NAME.matcher(name).matches();
        List<String> parts = ordinary ? List.of(name.split("/")) : List.of();
        String last = parts.isEmpty() ? "" : parts.getLast();
        if (!ordinary
                || parts.contains(".")
                || parts.contains("..")
                || last.equals(MANIFEST)
                || LEFT_OUT.contains(last)) {
            throw new IOException("it contains '" + name.substring(0, Math.min(name.length(), LONGEST_NAME))
                    + "'. Create the archive with 'docker save', which does not write this entry.");
        }
    }

    /** Rejects an entry that replaces another, or that is below a link: the engine would write to another file. */
    private void addToTree(String name, boolean directory) throws IOException {
        boolean distinct = directory ? !files.contains(name) : !directories.contains(name) && files.add(name);
        if (directory) {
            directories.add(name);
        }
        for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
            String above = name.substring(0, slash);
            distinct &= !files.contains(above);
            directories.add(above);
        }
        if (!distinct) {
            throw new IOException("it contains '" + name + "' twice, or below a file or link.");
        }
    }

    /** Builds the manifest anew, because the engine also reads keys in another case, such as {@code LAYERS}. */
    private byte[] renamed(byte[] content, String tag) throws IOException {
        JsonNode images = JSON.readTree(content);
        if (!(images instanceof ArrayNode all) || all.size() != 1 || !(all.get(0) instanceof ObjectNode image)) {
            throw new IOException("it contains " + images.size() + " images and must contain exactly one.");
        }
        List<String> names = new ArrayList<>();
        image.path("Layers").forEach(layer -> names.add(layer.asText()));
        layers = names;
        ObjectNode written = JSON.createObjectNode();
        written.put("Config", image.path("Config").asText());
        written.putArray("RepoTags").add(tag);
        ArrayNode writtenLayers = written.putArray("Layers");
        names.forEach(writtenLayers::add);
        return JSON.writeValueAsBytes(JSON.createArrayNode().add(written));
    }

    /** Fails above a limit, whatever the content is. */
    private static final class Limited extends InspectedStream {
        private final long most;
        private long count;

        Limited(InputStream in, long most) {
            super(in);
            this.most = most;
        }

        @Override
        void inspect(byte[] buffer, int offset, int some) {
            count += some;
            if (count - MAX_OTHER_BYTES > most) {
                throw new EngineException.ImageTooLarge(most, null);
            }
        }
    }
}
