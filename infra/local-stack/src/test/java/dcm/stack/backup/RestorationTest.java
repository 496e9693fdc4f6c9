package dcm.stack.backup;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dcm.stack.machine.StackFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestorationTest {
    @TempDir
    Path home;

    @Test
    void directoryWithoutAnInstallationIsEmpty() throws IOException {
        assertDoesNotThrow(() -> Restoration.requireEmpty(home.resolve("missing")));
        // What other commands and a build leave, and disks that are mounted already.
        create("secrets/installation-id");
        create("built");
        create("data/storage/alice/root/file");
        create("data/kafka/lost+found/file");
        Files.createDirectories(home.resolve("data/postgres"));

        assertDoesNotThrow(() -> Restoration.requireEmpty(home));
    }

    @Test
    void everyPartOfAnInstallationIsRefusedByName() throws IOException {
        for (String part : new String[] {"data/kafka/meta.properties", "secrets/admin", "installation.properties"}) {
            Path file = create(part);

            StackFailure failure = assertThrows(StackFailure.class, () -> Restoration.requireEmpty(home), part);

            assertTrue(String.valueOf(failure.getMessage()).contains(part.replace("/meta.properties", "")), part);
            Files.delete(file);
        }
        assertDoesNotThrow(() -> Restoration.requireEmpty(home));
    }

    @Test
    void settingsAloneAreMovedAwayAndNoContainerIsRemoved() throws IOException {
        create("installation.properties"); // a purge or a removal of the package leaves them

        StackFailure failure = assertThrows(StackFailure.class, () -> Restoration.requireEmpty(home));

        assertTrue(String.valueOf(failure.getMessage()).contains("Move the file away"));
        assertFalse(String.valueOf(failure.getMessage()).contains("down --all"));
    }

    private Path create(String name) throws IOException {
        Path file = home.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, "");
    }
}
