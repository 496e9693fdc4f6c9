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

/** Making directories and files of the host's own, with the owner and mode they must have. */
final class HostDirectory {
    private HostDirectory() {}

    /**
     * Makes {@code directory} unless it is there; true if it was not. Its parent must be out of everybody else's reach. One after the other, as several
     * containers of an owner who had none may be made at once, and moving a directory to where an empty one is replaces that.
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
            throw new UncheckedIOException("cannot make " + directory + ": " + e.getMessage(), e);
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

    /** How a directory is made that nobody has looked into yet. */
    @FunctionalInterface
    interface Making {
        void make(Path directory) throws IOException, InterruptedException;
    }

    /** Makes a plain {@code directory} unless it is there. */
    static void ensure(Path directory, String mode, int uid, int gid) {
        try {
            ensure(directory, mode, uid, gid, Files::createDirectory);
        } catch (InterruptedException e) { // nothing is waited for
            throw new IllegalStateException(e);
        }
    }

    /** Replaces {@code file} as a whole, so that whoever reads it reads the old or the new one. */
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
