package dcm.worker.storage;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.util.UUID;

/**
 * Deletes what people have made, without following anything that they have planted: every step goes by a handle of the directory in
 * which it is, and no link is followed. Directories are moved up before they are deleted, so that nobody can nest them so deeply
 * that handles or the stack run out.
 */
final class Trees {
    private Trees() {}

    /** Deletes {@code name} in {@code parent} with all that is in it; what is not there is deleted. */
    static void delete(Path parent, String name) throws IOException {
        try (DirectoryStream<Path> outside = Files.newDirectoryStream(parent)) {
            if (!(outside instanceof SecureDirectoryStream<Path> handle)) {
                throw new IOException("this system has no handles of directories");
            }
            delete(handle, Path.of(name));
        } catch (NoSuchFileException gone) {
            // That is what was wanted.
        }
    }

    private static void delete(SecureDirectoryStream<Path> outside, Path tree) throws IOException {
        boolean more = true;
        while (more) {
            try (SecureDirectoryStream<Path> top = outside.newDirectoryStream(tree, LinkOption.NOFOLLOW_LINKS)) {
                more = clear(top);
            }
        }
        outside.deleteDirectory(tree);
    }

    /** Deletes what is there, but for directories of directories, which are then here; false if there was nothing. */
    private static boolean clear(SecureDirectoryStream<Path> top) throws IOException {
        boolean found = false;
        for (Path entry : top) {
            found = true;
            Path name = entry.getFileName();
            if (!isDirectory(top, name)) {
                top.deleteFile(name);
                continue;
            }
            try (SecureDirectoryStream<Path> inner = top.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
                for (Path below : inner) {
                    Path inside = below.getFileName();
                    if (isDirectory(inner, inside)) {
                        inner.move(inside, top, Path.of(UUID.randomUUID().toString()));
                    } else {
                        inner.deleteFile(inside);
                    }
                }
            }
            top.deleteDirectory(name);
        }
        return found;
    }

    private static boolean isDirectory(SecureDirectoryStream<Path> parent, Path name) throws IOException {
        return parent.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes()
                .isDirectory();
    }
}
