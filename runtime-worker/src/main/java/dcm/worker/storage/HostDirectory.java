package dcm.worker.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Making directories and files of the host's own, with the owner and mode they must have. */
final class HostDirectory {
    private HostDirectory() {}

    /**
     * Makes {@code directory} unless it is there. Its parent must be out of everybody else's reach. One after the other, as several
     * containers of an owner who had none may be made at once, and moving a directory to where an empty one is replaces that.
     */
    static synchronized void ensure(Path directory, String mode, int uid, int gid) {
        try {
            if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
                Path made = Files.createTempDirectory(directory.getParent(), ".new-");
                own(made, mode, uid, gid);
                Files.move(made, directory, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + directory + ": " + e.getMessage(), e);
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
