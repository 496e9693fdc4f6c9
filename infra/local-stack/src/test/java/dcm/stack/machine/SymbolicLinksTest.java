package dcm.stack.machine;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SymbolicLinksTest {
    @TempDir
    Path directory;

    @Test
    void linkInTheDirectoryIsRefusedAndTheDirectoryItselfMayBeOne() throws IOException {
        Path data = Files.createDirectories(directory.resolve("data/deep"));
        Path itself = Files.createSymbolicLink(directory.resolve("itself"), directory.resolve("data"));
        assertDoesNotThrow(() -> SymbolicLinks.refuse(itself));

        Files.createSymbolicLink(data.resolve("trial"), Path.of("/etc/passwd"));

        StackFailure refused = assertThrows(StackFailure.class, () -> SymbolicLinks.refuse(itself));
        assertTrue(
                String.valueOf(refused.getMessage()).contains("itself/deep/trial is a symbolic link"),
                refused::getMessage);
    }
}
