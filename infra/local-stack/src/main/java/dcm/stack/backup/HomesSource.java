package dcm.stack.backup;

import dcm.stack.machine.StackFailure;
import dcm.stack.machine.SystemCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The homes, from which a backup reads: where an owner's homes are a btrfs subvolume, from a snapshot of it, which {@link #close} deletes;
 * otherwise while their owner may write.
 */
final class HomesSource implements AutoCloseable {
    /** Not a valid name of an account. */
    private static final String SNAPSHOTS = ".dcm-backup";

    /** The inode number of a subvolume's root. */
    private static final Long SUBVOLUME = 256L;

    private final Path root;
    private final Map<String, Path> snapshots = new LinkedHashMap<>();

    private HomesSource(Path root) {
        this.root = root;
    }

    /** Takes the snapshots that are possible. */
    static HomesSource open(Path root, Consumer<String> progress) {
        HomesSource homes = new HomesSource(root);
        homes.deleteSnapshots(); // of a backup that was killed
        if (isBtrfs(root)) {
            try {
                homes.takeSnapshots();
            } catch (StackFailure e) {
                homes.deleteSnapshots();
                throw e;
            }
            progress.accept("%d homes are read from btrfs snapshots".formatted(homes.snapshots.size()));
        }
        return homes;
    }

    /** The accounts that have homes in a directory. */
    static List<String> owners(Path root) {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> directories = Files.list(root)) {
            return directories
                    .filter(Files::isDirectory)
                    .map(directory -> directory.getFileName().toString())
                    .filter(name -> name.matches("[a-z][a-z0-9_-]*"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new StackFailure("Cannot list the homes in %s: %s".formatted(root, e), e);
        }
    }

    static boolean isBtrfs(Path directory) {
        return Files.isDirectory(directory)
                && SystemCommand.run("stat", "--file-system", "--format=%T", directory.toString())
                        .equals("btrfs");
    }

    /** The directories to mount, by the place below {@code target}. */
    Map<Path, Path> mounts(Path target) {
        Map<Path, Path> mounts = new LinkedHashMap<>();
        mounts.put(target, root);
        snapshots.forEach((owner, snapshot) -> mounts.put(target.resolve(owner), snapshot));
        return mounts;
    }

    /** The paths below {@code target} that are no homes. */
    static List<String> excluded(Path target) {
        return List.of(
                target.resolve(SNAPSHOTS).toString(),
                target.resolve("lost+found").toString());
    }

    private void takeSnapshots() {
        for (String owner : owners(root)) {
            Path own = root.resolve(owner);
            if (isSubvolume(own) && !hasNestedSubvolumes(own)) {
                Path directory = root.resolve(SNAPSHOTS);
                Path snapshot = directory.resolve(owner);
                SystemCommand.run("mkdir", "-p", "-m", "700", directory.toString());
                SystemCommand.run("btrfs", "subvolume", "snapshot", "-r", own.toString(), snapshot.toString());
                snapshots.put(owner, snapshot);
            }
        }
    }

    private static boolean isSubvolume(Path directory) {
        try {
            return SUBVOLUME.equals(Files.getAttribute(directory, "unix:ino"));
        } catch (IOException deleted) {
            return false;
        }
    }

    /** A snapshot would not contain those that a user has made. */
    private static boolean hasNestedSubvolumes(Path own) {
        return !SystemCommand.run("btrfs", "subvolume", "list", "-o", own.toString())
                .isEmpty();
    }

    private void deleteSnapshots() {
        Path directory = root.resolve(SNAPSHOTS);
        if (!Files.isDirectory(directory)) {
            return;
        }
        List<String> names = new ArrayList<>(owners(directory));
        names.forEach(name -> SystemCommand.run(
                "btrfs", "subvolume", "delete", directory.resolve(name).toString()));
        SystemCommand.run("rmdir", directory.toString());
    }

    @Override
    public void close() {
        deleteSnapshots();
    }
}
