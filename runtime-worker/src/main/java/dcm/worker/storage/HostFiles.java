package dcm.worker.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;

/** Creates directories and files of the host with a given owner and mode. */
final class HostFiles {
    private HostFiles() {}

    /**
     * Creates {@code directory} unless it exists; returns true if it was created. Other users must have no access to
     * its parent. Synchronized, because several containers of a new owner may be created at once and a move would
     * replace an existing empty directory.
     */
    static boolean ensure(Path directory, String mode, int uid, int gid, Making making) throws InterruptedException {
        try {
            if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
            Path made = directory.resolveSibling(".new-" + UUID.randomUUID());
            making.make(made);
            own(made, mode, uid, gid);
            return isFirst(made, directory);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create " + directory + ": " + e.getMessage(), e);
        }
    }

    private static synchronized boolean isFirst(Path made, Path directory) throws IOException {
        if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            Files.delete(made);
            return false;
        }
        Files.move(made, directory, StandardCopyOption.ATOMIC_MOVE);
        return true;
    }

    /** Creates a directory that is not in use yet. */
    @FunctionalInterface
    interface Making {
        void make(Path directory) throws IOException, InterruptedException;
    }

    /** Creates a plain {@code directory} unless it exists. */
    static void ensure(Path directory, String mode, int uid, int gid) {
        try {
            ensure(directory, mode, uid, gid, Files::createDirectory);
        } catch (InterruptedException e) { // never thrown here
            throw new IllegalStateException(e);
        }
    }

    /** Replaces {@code file} atomically: readers see either the old or the new content. */
    static void write(Path file, String content, String mode, int uid, int gid) {
        try {
            Path written = Files.createTempFile(file.getParent(), ".new-", "");
            Files.writeString(written, content);
            own(written, mode, uid, gid);
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    private static void own(Path path, String mode, int uid, int gid) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
        Files.setAttribute(path, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(path, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
    }
}
