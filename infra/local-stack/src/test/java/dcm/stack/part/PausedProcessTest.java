package dcm.stack.part;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dcm.stack.machine.PollDelay;
import dcm.stack.machine.StackFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PausedProcessTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private Path file;
    private Process writer;

    @BeforeEach
    void startWriter() throws IOException {
        file = Files.writeString(directory.resolve("file"), "");
        writer = new ProcessBuilder("sh", "-c", "while :; do echo x >> '" + file + "'; done").start();
        awaitGrowth();
    }

    @AfterEach
    void stopWriter() throws InterruptedException {
        writer.destroyForcibly().waitFor();
    }

    @Test
    void pausedProcessWritesNothingUntilItIsClosed() throws IOException {
        try (PausedProcess paused = PausedProcess.pause(writer.pid(), LIMIT)) {
            long size = Files.size(file);
            PollDelay.whileAllIsClearedAway();
            assertEquals(size, Files.size(file));
            paused.requireStillPaused();
        }
        awaitGrowth();
    }

    @Test
    void processContinuesAtTheLimitAndTheCallerIsTold() throws IOException {
        try (PausedProcess paused = PausedProcess.pause(writer.pid(), Duration.ofSeconds(1))) {
            awaitGrowth();
            StackFailure failure = assertThrows(StackFailure.class, paused::requireStillPaused);
            assertTrue(String.valueOf(failure.getMessage()).contains("for longer than 1 s"), failure::getMessage);
        }
    }

    @Test
    void processThatHasEndedIsRefused() throws InterruptedException {
        writer.destroyForcibly().waitFor();

        assertThrows(StackFailure.class, () -> PausedProcess.pause(writer.pid(), LIMIT));
    }

    private void awaitGrowth() throws IOException {
        long size = Files.size(file);
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (Files.size(file) == size) {
            assertTrue(System.nanoTime() < deadline, "the process does not write");
            PollDelay.briefly();
        }
    }
}
