package dcm.stack.part;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dcm.stack.machine.SystemCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramsTest {
    @TempDir
    Path home;

    private Path built;
    private Path copy;

    @BeforeEach
    void copy() throws IOException {
        built = home.resolve("built");
        copy = home.resolve("copy");
        Files.createDirectories(built.resolve("lib"));
        Files.writeString(built.resolve("run.jar"), "run");
        Files.writeString(built.resolve("lib/part.jar"), "part");
        SystemCommand.run("cp", "-a", built.toString(), copy.toString());
    }

    @Test
    void copyHasTheSameFiles() throws IOException {
        assertTrue(Programs.isCopy(copy, built));
    }

    @Test
    void interruptedCopyIsNone() throws IOException {
        Files.delete(copy.resolve("lib/part.jar"));

        assertFalse(Programs.isCopy(copy, built));
    }

    @Test
    void programThatWasBuiltAgainHasAnotherTime() throws IOException {
        Files.setLastModifiedTime(built.resolve("lib/part.jar"), FileTime.from(Instant.EPOCH));

        assertFalse(Programs.isCopy(copy, built));
    }

    @Test
    void nothingIsNoCopy() throws IOException {
        assertFalse(Programs.isCopy(home.resolve("missing"), built));
    }
}
