package dcm.join;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFileTest {
    @TempDir
    private Path directory;

    @Test
    void replacedFileHasTheNewContentAndIsReadableByItsOwnerOnly() throws IOException {
        Path file = directory.resolve("secret");
        Files.writeString(file, "former content");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        PrivateFile.replace(file, "new");

        assertThat(file).hasContent("new");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(directory).isDirectoryContaining(file::equals);
    }

    @Test
    void failedReplacementLeavesNoDraft() throws IOException {
        Path occupied =
                Files.createDirectories(directory.resolve("occupied/inside")).getParent();

        assertThatThrownBy(() -> PrivateFile.replace(occupied, "new")).isInstanceOf(IOException.class);

        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(occupied);
        }
    }
}
