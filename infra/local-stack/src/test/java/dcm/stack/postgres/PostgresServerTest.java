package dcm.stack.postgres;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dcm.stack.installation.Installation;
import dcm.stack.lifecycle.Stack;
import dcm.stack.machine.StackFailure;
import dcm.stack.part.Versions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerTest {
    @TempDir
    Path repository;

    private Installation installation;
    private Path version;

    @BeforeEach
    void createCluster() throws IOException {
        installation = Installation.of(repository, Map.of());
        version = installation.data("postgres").resolve("cluster/PG_VERSION");
        Files.createDirectories(version.getParent());
    }

    @Test
    void dataOfAnotherMajorVersionAreRefusedBeforeTheStart() throws IOException {
        Files.writeString(version, "9\n");

        StackFailure refused = assertThrows(StackFailure.class, () -> new Stack(installation).up(progress -> {}));

        assertTrue(
                String.valueOf(refused.getMessage()).startsWith("The databases are of PostgreSQL 9. This release has"),
                refused::getMessage);
    }

    @Test
    void dataOfTheSameMajorVersionAreAccepted() throws IOException {
        Files.writeString(version, Versions.of("postgres").replaceFirst("\\..*", "") + "\n");

        new PostgresServer(installation).requireReadable();
    }
}
