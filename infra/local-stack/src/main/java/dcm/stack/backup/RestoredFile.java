package dcm.stack.backup;

import dcm.stack.machine.SystemCommand;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** Moves files and directories, also to other filesystems, so that a move that was interrupted can be repeated. */
final class RestoredFile {
    /** A copy that is not complete yet. */
    private static final String DRAFT = ".dcm-restoring";

    private RestoredFile() {}

    /** Moves a file or directory. The target may be an empty directory on which another disk is mounted. */
    static void move(Path from, Path to) throws IOException {
        if (!Files.isDirectory(from) || !Files.isDirectory(to)) {
            moveWhole(from, to);
            return;
        }
        for (Path part : children(from)) {
            moveWhole(part, to.resolve(part.getFileName()));
        }
        Files.delete(from);
    }

    /** What is at the target already is complete. */
    private static void moveWhole(Path from, Path to) throws IOException {
        if (!Files.exists(to)) {
            try {
                Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
                return;
            } catch (AtomicMoveNotSupportedException anotherFilesystem) {
                Path copy = to.resolveSibling(DRAFT);
                delete(copy);
                SystemCommand.run("cp", "--archive", "--no-target-directory", from.toString(), copy.toString());
                SystemCommand.run("sync", "--file-system", copy.toString()); // before the original is deleted
                Files.move(copy, to, StandardCopyOption.ATOMIC_MOVE);
            }
        }
        delete(from);
    }

    private static void delete(Path path) {
        SystemCommand.run("rm", "-rf", path.toString());
    }

    /** What is in a directory, by name. */
    static List<Path> children(Path directory) throws IOException {
        try (Stream<Path> children = Files.list(directory)) {
            return children.sorted().toList();
        }
    }
}
