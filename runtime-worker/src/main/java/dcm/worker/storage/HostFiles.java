package dcm.worker.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.UUID;

/** Creates directories and files of the host with a given owner and mode. */
final class HostFiles {
    private HostFiles() {}

    /**
     * Creates {@code directory} unless it exists; returns true if it was created. Other users must have no access to
     * its parent. Synchronized, because several containers of a new owner may be created at once and a move would
     * replace an existing empty directory.
     */
    static <X extends Exception> boolean ensure(Path directory, String mode, int uid, int gid, Creator<X> creator)
            throws X {
        try {
            if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
            Path created = directory.resolveSibling(".new-" + UUID.randomUUID());
            creator.create(created);
            own(created, mode, uid, gid);
            return movedIntoPlace(created, directory);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create " + directory + ": " + e.getMessage(), e);
        }
    }

    private static synchronized boolean movedIntoPlace(Path created, Path directory) throws IOException {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            try {
                Files.move(created, directory, StandardCopyOption.ATOMIC_MOVE);
                return true;
            } catch (FileSystemException e) {
                if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
                    throw e;
                } // otherwise, another host has created it
            }
        }
        RecursiveDeletion.delete(Objects.requireNonNull(created.getParent()), String.valueOf(created.getFileName()));
        return false;
    }

    /**
     * Creates a directory that is not in use yet.
     *
     * @param <X> thrown in addition to IOException
     */
    @FunctionalInterface
    interface Creator<X extends Exception> {
        void create(Path directory) throws IOException, X;
    }

    /** Creates a plain {@code directory} unless it exists. */
    static void ensure(Path directory, String mode, int uid, int gid) {
        HostFiles.<RuntimeException>ensure(directory, mode, uid, gid, Files::createDirectory);
    }

    /** Replaces {@code file} atomically: readers see either the old or the new content. */
    static void write(Path file, String content, String mode, int uid, int gid) {
        replace(file, content, mode, uid, gid, false);
    }

    /** Replaces {@code file} like {@link #write}, and waits until it is on disk: after a power failure, other files can be empty. */
    static void writeDurably(Path file, String content, String mode, int uid, int gid) {
        replace(file, content, mode, uid, gid, true);
    }

    private static void replace(Path file, String content, String mode, int uid, int gid, boolean isDurable) {
        try {
            Path directory = Objects.requireNonNull(file.getParent());
            Path written = Files.createTempFile(directory, ".new-", "");
            try {
                Files.writeString(written, content);
                own(written, mode, uid, gid);
                if (isDurable) {
                    force(written, StandardOpenOption.WRITE);
                }
                Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(written); // left only by a failure, such as a full disk
            }
            if (isDurable) {
                force(directory, StandardOpenOption.READ);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    private static void force(Path path, OpenOption access) throws IOException {
        try (FileChannel channel = FileChannel.open(path, access)) {
            channel.force(true);
        }
    }

    /** Whether a file has content. A file that was written shortly before a power failure can be empty. */
    static boolean hasContent(Path file) throws IOException {
        return Files.exists(file) && Files.size(file) > 0;
    }

    /** Gives a directory to another owner if {@code former} owns it: the engine began to remap users after it was created. */
    static void transfer(Path directory, int former, int uid, int gid) {
        try {
            if (uid != former && isOwnedBy(directory, former)) {
                setOwner(directory, uid, gid);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot change the owner of " + directory + ": " + e.getMessage(), e);
        }
    }

    /** Sets mode, owner and group. */
    static void own(Path path, String mode, int uid, int gid) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
        setOwner(path, uid, gid);
    }

    private static void setOwner(Path path, int uid, int gid) throws IOException {
        Files.setAttribute(path, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(path, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
    }

    /** Whether a user owns an existing file. */
    static boolean isOwnedBy(Path file, int uid) throws IOException {
        return Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS).equals(uid);
    }
}
