package dcm.stack.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dcm.stack.machine.SystemCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a btrfs disk in a file. */
class HomesSourceIT {
    private static final Path TARGET = Path.of("/draft/homes");

    @TempDir
    Path directory;

    private Path homes;

    @BeforeEach
    void mountDisk() throws IOException {
        Path disk = directory.resolve("disk");
        homes = Files.createDirectory(directory.resolve("homes"));
        SystemCommand.run("truncate", "--size", "200M", disk.toString());
        SystemCommand.run("mkfs.btrfs", "-q", disk.toString());
        SystemCommand.run("mount", "-o", "loop", disk.toString(), homes.toString());
    }

    @AfterEach
    void unmountDisk() {
        SystemCommand.run("umount", homes.toString());
    }

    @Test
    void homesAreReadFromSnapshotsWhereThatIsComplete() throws IOException {
        subvolume("alice");
        Files.writeString(homes.resolve("alice/note"), "before");
        Files.createDirectory(homes.resolve("bob"));
        subvolume("carol");
        subvolume("carol/nested");
        assertTrue(HomesSource.isBtrfs(homes));
        assertFalse(HomesSource.isBtrfs(directory));

        try (HomesSource source = HomesSource.open(homes, line -> {})) {
            Files.writeString(homes.resolve("alice/note"), "after");

            Map<Path, Path> mounts = source.mounts(TARGET);
            assertEquals(List.of(TARGET, TARGET.resolve("alice")), List.copyOf(mounts.keySet()));
            assertEquals(homes, mounts.get(TARGET));
            assertEquals(
                    "before",
                    Files.readString(mounts.get(TARGET.resolve("alice")).resolve("note")));
        }

        assertEquals(List.of("alice", "bob", "carol"), HomesSource.owners(homes));
        assertFalse(Files.exists(homes.resolve(".dcm-backup")));
    }

    @Test
    void snapshotsOfABackupThatWasKilledAreReplaced() throws IOException {
        subvolume("alice");
        HomesSource killed = HomesSource.open(homes, line -> {});
        assertEquals(2, killed.mounts(TARGET).size());
        Files.writeString(homes.resolve("alice/note"), "later");

        try (HomesSource source = HomesSource.open(homes, line -> {})) {
            Path snapshot = source.mounts(TARGET).get(TARGET.resolve("alice"));
            assertEquals("later", Files.readString(snapshot.resolve("note")));
        }
    }

    private void subvolume(String name) {
        SystemCommand.run("btrfs", "subvolume", "create", homes.resolve(name).toString());
    }
}
