package dcm.stack.join;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dcm.stack.installation.Installation;
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
}
