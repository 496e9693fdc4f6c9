package dcm.stack.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dcm.contract.report.Finding;
import dcm.contract.report.Finding.Level;
import dcm.stack.machine.StackFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastBackupTest {
    private static final Instant NOW = Instant.parse("2026-11-29T18:00:00Z");

    @TempDir
    Path directory;

    @Test
    void recentBackupIsNoProblem() {
        assertEquals(Level.OK, finding(Duration.ofHours(25)).level());
    }

    @Test
    void oldBackupIsAWarningAndThenAProblemWithWhatToDo() {
        assertEquals(Level.WARNING, finding(Duration.ofDays(3)).level());
        Finding finding = finding(Duration.ofDays(9));

        assertEquals(Level.PROBLEM, finding.level());
        assertTrue(finding.detail().contains("9 days ago"), finding.detail());
        assertTrue(Objects.requireNonNull(finding.remedy()).contains("./dcm backup /mnt/backup"), finding.remedy());
    }

    @Test
    void installationWithoutBackupsIsAWarning() {
        assertEquals(Level.WARNING, LastBackup.finding(Optional.empty(), NOW).level());
    }

    @Test
    void failedAttemptIsAProblemAndKeepsTheTimeOfTheLastBackup() {
        Optional<LastBackup> last = Optional.of(LastBackup.done("/mnt/backup", NOW, "1a2b3c4d"));

        Finding finding =
                LastBackup.finding(Optional.of(LastBackup.failed(last, "/mnt/backup", "The disk is full.")), NOW);

        assertEquals(Level.PROBLEM, finding.level());
        assertTrue(finding.detail().contains("The disk is full."), finding.detail());
        assertTrue(finding.detail().contains(NOW.toString()), finding.detail());
    }

    @Test
    void stateIsReadAsItWasStored() {
        assertEquals(Optional.empty(), LastBackup.of(directory));
        LastBackup done = LastBackup.done("/mnt/backup", NOW, "1a2b3c4d");

        done.store(directory);

        assertEquals(Optional.of(done), LastBackup.of(directory));
    }

    @Test
    void failureInAnotherPlaceKeepsThePlaceOfTheLastBackup() {
        Optional<LastBackup> last = Optional.of(LastBackup.done("/mnt/backup", NOW, "1a2b3c4d"));

        Finding finding =
                LastBackup.finding(Optional.of(LastBackup.failed(last, "/mnt/other", "The disk is full.")), NOW);

        assertTrue(finding.detail().contains("The last attempt in /mnt/other failed"), finding.detail());
        assertTrue(finding.detail().contains("The last backup in /mnt/backup is of"), finding.detail());
    }

    @Test
    void damagedStateNamesTheFileToDelete() throws IOException {
        Files.createDirectory(directory.resolve("backup"));
        Path file = Files.writeString(directory.resolve("backup/last.json"), "{");

        StackFailure failure = assertThrows(StackFailure.class, () -> LastBackup.of(directory));

        assertTrue(String.valueOf(failure.getMessage()).contains("Cannot read " + file + ". Delete it"));
    }

    private static Finding finding(Duration age) {
        return LastBackup.finding(Optional.of(LastBackup.done("/mnt/backup", NOW.minus(age), "1a2b3c4d")), NOW);
    }
}
