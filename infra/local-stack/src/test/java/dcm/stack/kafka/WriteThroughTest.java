package dcm.stack.kafka;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dcm.stack.installation.Installation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteThroughTest {
    private static final Path MEMORY = Path.of("/dev/shm");
    private static final String FLUSHING = "log.flush.interval.messages=1\n";

    @TempDir
    Path directory;

    @Test
    void existingAndNewFilesAreWrittenThrough() throws Exception {
        Path before = Files.writeString(directory.resolve("before"), "x");
        assumeTrue(WriteThrough.ensure(directory), "not on every filesystem");

        Path after = Files.writeString(
                Files.createDirectory(directory.resolve("topic")).resolve("after"), "x");

        assertTrue(WriteThrough.isWrittenThrough(before));
        assertTrue(WriteThrough.isWrittenThrough(after));
    }

    @Test
    void heartbeatsAreNotWrittenThrough() throws Exception {
        Path heartbeats = Files.createDirectory(directory.resolve("dcm.heartbeats-7"));
        Path segment = Files.writeString(heartbeats.resolve("before"), "x");
        Path events = Files.createDirectory(directory.resolve("dcm.events-7"));
        assumeTrue(WriteThrough.ensure(directory), "not on every filesystem");

        WriteThrough.exceptHeartbeats(directory);

        assertFalse(WriteThrough.isWrittenThrough(segment));
        assertFalse(WriteThrough.isWrittenThrough(Files.writeString(heartbeats.resolve("after"), "x")));
        assertTrue(WriteThrough.isWrittenThrough(events));
    }

    @Test
    void probeLeavesNoFiles() throws Exception {
        WriteThrough.ensure(directory);

        try (var left = Files.list(directory)) {
            assertTrue(left.findAny().isEmpty());
        }
    }

    @Test
    void unsupportedFilesystemIsDetected() throws Exception {
        assumeTrue(Files.isDirectory(MEMORY));
        Path inMemory = Files.createTempDirectory(MEMORY, "written");
        try {
            assertFalse(WriteThrough.ensure(inMemory));
        } finally {
            Files.delete(inMemory);
        }
    }

    @Test
    void brokerFlushesEveryMessageUnlessFilesAreWrittenThrough() {
        var broker = new KafkaBroker(Installation.of(directory, Map.of()));

        assertTrue(broker.configuration(false).contains(FLUSHING));
        assertFalse(broker.configuration(true).contains("log.flush"));
    }
}
