package dcm.stack.join;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dcm.stack.installation.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerUnitTest {
    @TempDir
    Path repository;

    @Test
    void unitStartsTheLauncherWithTheDirectoryOfTheInstallation() {
        Path home = repository.resolve("100 % of \"it\"");
        var installation = Installation.of(repository, Map.of("DCM_HOME", home.toString(), "DCM_HOST_NAME", "n2"));

        String unit = new WorkerUnit(installation).text();

        assertTrue(unit.contains("Description=DCM worker of the host n2\n"), unit);
        assertTrue(unit.contains("\"DCM_HOME=" + repository + "/100 %% of \\\"it\\\"\""), unit);
        assertTrue(unit.matches("(?s).*\nExecStart=\"[^\"]+/bin/java\" [^\n]*\"dcm.stack.Launcher\" \"up\"\n.*"), unit);
        assertTrue(unit.matches("(?s).*\nExecStop=[^\n]*\"dcm.stack.Launcher\" \"down\"\n.*"), unit);
    }

    @Test
    void installedUnitIsUsedExceptByTheLauncherThatItStarts() throws IOException {
        var worker = new WorkerUnit(Installation.of(
                repository, Map.of("DCM_HOME", repository.resolve("n2").toString())));
        var other = new WorkerUnit(Installation.of(
                repository, Map.of("DCM_HOME", repository.resolve("other").toString())));
        Path unit = repository.resolve("dcm-worker.service");
        assertFalse(worker.isInstalled(unit, null));

        Files.writeString(unit, worker.text());

        assertTrue(worker.isInstalled(unit, null));
        assertTrue(worker.isInstalled(unit, "1"));
        assertFalse(
                worker.isInstalled(unit, Long.toString(ProcessHandle.current().pid())));
        assertFalse(other.isInstalled(unit, null));
    }
}
