package dcm.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartProcessTest {
    private final Path home;
    private final PartProcess process;

    PartProcessTest(@TempDir Path home) {
        this.home = home;
        this.process = new PartProcess(installation(), "sleeper", "TERM", Duration.ofMillis(300));
    }

    @AfterEach
    void ended() {
        process.stop();
    }

    @Test
    void aProcessIsFoundAgainByAnotherLauncher() {
        process.launch(List.of("sleep", "60"), Map.of());

        assertEquals(process.pid(), new PartProcess(installation(), "sleeper").pid());
        assertTrue(process.pid().isPresent());
    }

    @Test
    void anotherProcessWithTheSamePidIsNotTakenForIt() throws Exception {
        Path pidFile = home.resolve("run/sleeper.pid");
        Files.createDirectories(pidFile.getParent());

        Files.writeString(pidFile, ProcessHandle.current().pid() + " 1 an-earlier-boot\n");

        assertTrue(process.pid().isEmpty());
    }

    @Test
    void whatIgnoresTheRequestToEndIsKilled() {
        process.launch(List.of("sh", "-c", "trap '' TERM; while :; do sleep 1; done"), Map.of());

        process.stop();

        assertTrue(process.pid().isEmpty());
    }

    private Installation installation() {
        return Installation.of(home, Map.of("DCM_HOME", String.valueOf(home)));
    }
}
