package dcm.stack.lifecycle;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dcm.stack.installation.Installation;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherLockTest {
    @TempDir
    Path home;

    @Test
    void supervisorWaitsForCommandsThatStartPartsButNotForLongOnes() {
        Installation installation = Installation.of(home, Map.of("DCM_HOME", home.toString()));

        try (var _ = LauncherLock.besideSupervisor(installation, line -> {})) {
            Optional<LauncherLock> supervisor = LauncherLock.ifFree(installation);
            assertTrue(supervisor.isPresent());
            supervisor.get().close();
        }
        try (var _ = new LauncherLock(installation, line -> {})) {
            // In one process, the JVM reports it; another process would get nothing.
            assertThrows(OverlappingFileLockException.class, () -> LauncherLock.ifFree(installation));
        }
    }
}
