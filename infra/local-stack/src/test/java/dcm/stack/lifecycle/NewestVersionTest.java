package dcm.stack.lifecycle;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dcm.stack.installation.Installation;
import dcm.stack.machine.StackFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewestVersionTest {
    @TempDir
    Path home;

    @Test
    void olderVersionIsRefusedUntilANewerOneIsInstalled() {
        var newest = new NewestVersion(Installation.of(home, Map.of("DCM_HOME", home.toString())));
        newest.record("0.9.0");
        newest.record("0.10.0");

        StackFailure refused = assertThrows(StackFailure.class, () -> newest.record("0.9.0"));

        assertEquals(
                "DCM 0.10.0 has started this installation before. This is DCM 0.9.0, which does not know all events in its log."
                        + " Install DCM 0.10.0 or newer, or restore a backup from before the upgrade.",
                refused.getMessage());
        assertDoesNotThrow(() -> newest.record("0.10.0"));
    }

    @Test
    void emptyFileIsRefusedBecauseTheNewestVersionIsUnknown() throws IOException {
        Installation installation = Installation.of(home, Map.of("DCM_HOME", home.toString()));
        Files.createDirectories(installation.data("version").getParent());
        Files.writeString(installation.data("version"), "");

        StackFailure refused = assertThrows(StackFailure.class, () -> new NewestVersion(installation).record("0.10.0"));

        assertTrue(String.valueOf(refused.getMessage()).contains("version is empty"), refused::getMessage);
    }
}
