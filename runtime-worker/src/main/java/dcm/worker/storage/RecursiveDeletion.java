package dcm.worker.storage;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Deletes users' directory trees safely: it uses directory handles and follows no links, so planted links have no
 * effect. It moves nested directories up before it deletes them, so that deep trees exhaust neither handles nor the
 * stack. On btrfs a directory cannot be moved out of its subvolume, but a subvolume can be moved anywhere; all
 * subvolumes are moved to the top.
 */
final class RecursiveDeletion {
    private RecursiveDeletion() {}

    /** Deletes {@code name} in {@code parent} with its content; does nothing if it does not exist. */
    static void delete(Path parent, String name) throws IOException {
        // Repeated: if another host deletes the same shared directory at the same time, one attempt may end early.
        while (!Files.notExists(parent.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
            deleteOnce(parent, name);
        }
    }

    private static void deleteOnce(Path parent, String name) throws IOException {
        try (DirectoryStream<Path> outside = Files.newDirectoryStream(parent)) {
            if (!(outside instanceof SecureDirectoryStream<Path> handle)) {
                throw new IOException("this system does not support secure directory streams");
            }
            delete(handle, Path.of(name), null);
        } catch (NoSuchFileException gone) {
            // Deleted by another process, with its parent or alone.
        }
    }

    /** Deletes a tree; {@code highest} is the top of the whole tree, or null if this is the top. */
    private static void delete(
            SecureDirectoryStream<Path> outside, Path tree, @Nullable SecureDirectoryStream<Path> highest)
            throws IOException {
        boolean more = true;
        while (more) {
            try (SecureDirectoryStream<Path> top = outside.newDirectoryStream(tree, LinkOption.NOFOLLOW_LINKS)) {
                more = clear(top, highest == null ? top : highest);
            }
        }
        outside.deleteDirectory(tree);
    }

    /** Deletes all entries, except that directories nested two levels deep are moved here; false if it was empty. */
    private static boolean clear(SecureDirectoryStream<Path> top, SecureDirectoryStream<Path> highest)
            throws IOException {
        boolean found = false;
        for (Path entry : top) {
            found = true;
            Path name = entry.getFileName();
            if (!isDirectory(top, name)) {
                top.deleteFile(name);
                continue;
            }
            boolean emptied = true;
            try (SecureDirectoryStream<Path> inner = top.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
                for (Path below : inner) {
                    Path inside = below.getFileName();
                    if (!isDirectory(inner, inside)) {
                        inner.deleteFile(inside);
                    } else if (!tryMove(inner, inside, highest) && !tryMove(inner, inside, top)) {
                        emptied = false;
                    }
                }
            }
            if (emptied) {
                top.deleteDirectory(name);
            } else { // a subvolume; after this pass it contains no other subvolumes
                delete(top, name, highest);
            }
        }
        return found;
    }

    /** Moves a directory under a new name; false if it cannot leave its subvolume. */
    private static boolean tryMove(SecureDirectoryStream<Path> from, Path name, SecureDirectoryStream<Path> to)
            throws IOException {
        try {
            from.move(name, to, Path.of(UUID.randomUUID().toString()));
            return true;
        } catch (AtomicMoveNotSupportedException outOfItsSubvolume) {
            return false;
        }
    }

    private static boolean isDirectory(SecureDirectoryStream<Path> parent, Path name) throws IOException {
        return parent.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes()
                .isDirectory();
    }
}
