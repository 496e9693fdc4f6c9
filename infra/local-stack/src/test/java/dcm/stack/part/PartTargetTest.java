package dcm.stack.part;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dcm.stack.installation.Installation;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartTargetTest {
    @TempDir
    Path home;

    @Test
    void oneUnitStartsAllParts() {
        Installation installation = Installation.of(Path.of("/usr/lib/dcm"), Map.of("DCM_HOME", home.toString()));

        String unit = PartTarget.startText(installation, Set.of("postgres", "kafka"));

        assertTrue(unit.startsWith(UnitFile.MARK), unit);
        assertTrue(
                unit.contains("ExecStart=\"/usr/lib/dcm/infra/systemd/start-parts\" \""
                        + installation.settingsFile().current()
                        + "\" \"" + installation.settingsFile().lastStart()
                        + "\" \"/usr/lib/dcm/dcm\" \"dcm-kafka.service\" \"dcm-postgres.service\"\n"),
                unit);
        assertTrue(unit.contains("\nWantedBy=dcm.target\n"), unit);
    }
}
