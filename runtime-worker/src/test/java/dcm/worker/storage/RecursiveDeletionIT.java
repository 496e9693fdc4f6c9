package dcm.worker.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecursiveDeletionIT {
    @TempDir
    private Path temporary;

    @Test
    void treeIsDeletedWithoutFollowingLinks() throws Exception {
        Path outside = Files.createDirectories(temporary.resolve("outside"));
        Files.writeString(outside.resolve("thesis"), "another user's");
        Path tree = Files.createDirectories(temporary.resolve("root/ann/home/a/b"));
        Files.writeString(tree.resolve("file"), "mine");
        Files.createSymbolicLink(tree.resolve("directory-link"), outside);
        Files.createSymbolicLink(tree.resolve("file-link"), outside.resolve("thesis"));
        Files.createSymbolicLink(tree.getParent().resolve("dangling"), Path.of("/nowhere"));
        Files.createSymbolicLink(temporary.resolve("root/ann/home/up"), Path.of(".."));

        RecursiveDeletion.delete(temporary.resolve("root"), "ann");

        assertThat(temporary.resolve("root")).isEmptyDirectory();
        assertThat(outside.resolve("thesis")).hasContent("another user's");
    }

    @Test
    void deletingAMissingTreeHasNoEffect() throws Exception {
        RecursiveDeletion.delete(temporary, "nobody");

        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void directoriesNestedDeeperThanTheMaximumPathLengthAreDeleted() throws Exception {
        Path top = Files.createDirectories(temporary.resolve("root/ann"));
        // A shell descends by relative steps, because the whole path would be too long.
        String down =
                "ulimit -n 128; i=0; while [ $i -lt 1000 ]; do mkdir dddddddddd && cd -P dddddddddd || exit 1; i=$((i+1)); done";
        Process made = new ProcessBuilder("sh", "-c", down)
                .directory(top.toFile())
                .inheritIO()
                .start();
        assertThat(made.waitFor()).isZero();

        RecursiveDeletion.delete(temporary.resolve("root"), "ann");

        assertThat(temporary.resolve("root")).isEmptyDirectory();
    }
}
