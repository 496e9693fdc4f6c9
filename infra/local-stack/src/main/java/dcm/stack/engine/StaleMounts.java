package dcm.stack.engine;

import dcm.stack.machine.StackFailure;
import dcm.stack.machine.SystemCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** Finds and unmounts filesystems that stopped Docker Engines left below a directory. Otherwise, the directory cannot be removed. */
public final class StaleMounts {
    private static final int MOUNT_POINT = 4; // field of /proc/self/mountinfo, see proc(5)

    private StaleMounts() {}

    /** Removes a directory with its content. Filesystems below it are unmounted first, so that their content is kept. */
    public static void removeTree(Path directory) {
        unmount(directory);
        SystemCommand.run("rm", "-rf", directory.toString());
    }

    /** Unmounts all filesystems at and below a directory. */
    public static void unmount(Path directory) {
        below(directory).forEach(mount -> SystemCommand.run("umount", "--lazy", mount));
    }

    /** The mount points at and below a directory, deepest first. */
    private static List<String> below(Path directory) {
        try (var lines = Files.lines(Path.of("/proc/self/mountinfo"))) {
            return lines.map(line -> line.split(" ", MOUNT_POINT + 2)[MOUNT_POINT])
                    .filter(mount -> Path.of(mount).startsWith(directory.toAbsolutePath()))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        } catch (IOException e) {
            throw new StackFailure("Cannot read the mounts: %s".formatted(e.getMessage()), e);
        }
    }
}
