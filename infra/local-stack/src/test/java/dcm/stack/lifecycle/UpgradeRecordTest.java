package dcm.stack.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dcm.stack.installation.Installation;
import dcm.stack.part.Versions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpgradeRecordTest {
    @TempDir
    Path home;

    @Test
    void versionsOfTheOldSupervisorAreKeptUntilTheUpgradeIsComplete() throws IOException {
        UpgradeRecord record = new UpgradeRecord(Installation.of(home, Map.of("DCM_HOME", home.toString())));
        assertEquals(Map.of(), record.versions());

        writeSupervisor("dcm=0.9.0\nkafka=4.1.2\n");
        record.begin();
        writeSupervisor("dcm=0.10.0\nkafka=4.2.0\n");
        record.begin();

        assertEquals(Map.of("dcm", "0.9.0", "kafka", "4.1.2"), record.versions());
        record.finish();
        assertEquals(Versions.all(), record.versions());
    }

    /** Also after the stop: units start these programs with the machine. */
    @Test
    void versionsAreThoseOfTheLastStart() throws IOException {
        UpgradeRecord record = new UpgradeRecord(Installation.of(home, Map.of("DCM_HOME", home.toString())));
        writeSupervisor("dcm=0.10.0\n");
        record.finish();
        record.abandon();

        assertEquals(Versions.all(), record.versions());
    }

    private void writeSupervisor(String versions) throws IOException {
        Path jar = home.resolve("app/supervisor/local-stack.jar");
        Files.createDirectories(jar.getParent());
        try (var zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            zip.putNextEntry(new ZipEntry("dcm/stack/part/versions.properties"));
            zip.write(versions.getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        }
    }
}
