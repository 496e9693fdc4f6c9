package dcm.stack.installation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The settings of the Debian package are in another directory than its data. */
class SettingsFileTest {
    @TempDir
    Path root;

    private Path former;
    private Path settings;

    @BeforeEach
    void installPackage() throws IOException {
        Path home = Files.createDirectory(root.resolve("var"));
        former = home.resolve("installation.properties");
        settings = root.resolve("etc/installation.properties");
        Files.writeString(
                root.resolve("release.properties"), "home=%s\nsettings=%s\n".formatted(home, settings.getParent()));
    }

    @Test
    void settingsOfThePackageAreStoredInItsOwnDirectory() {
        installation(Map.of("DCM_PORT_BASE", "9100")).store();

        assertFalse(Files.exists(former));
        assertTrue(Files.exists(settings));
        assertEquals(9100, installation(Map.of()).portBase());
    }

    @Test
    void settingsOfAnEarlierVersionAreMoved() throws IOException {
        Files.writeString(former, "DCM_PORT_BASE=9200\n");

        installation(Map.of()).store();

        assertFalse(Files.exists(former));
        assertTrue(Files.readString(settings).contains("DCM_PORT_BASE=9200"), settings.toString());
        assertEquals(9200, installation(Map.of()).portBase());
    }

    /** For backups. */
    @Test
    void fileIsTheFormerOneUntilItIsMoved() throws IOException {
        Files.writeString(former, "DCM_PORT_BASE=9200\n");
        Installation installation = installation(Map.of());

        assertEquals(former, installation.settingsFile().current());
        installation.store();
        assertEquals(settings, installation.settingsFile().current());
    }

    @Test
    void settingsChangedSinceTheLastStartAreNamedUntilTheNextOne() throws IOException {
        Installation installation = installation(Map.of("DCM_PORT_BASE", "9100"));
        installation.store();
        installation.settingsFile().recordStart(true);
        assertEquals(List.of(), installation(Map.of()).changedSettings());

        Files.writeString(settings, Files.readString(settings).replace("9100", "9200"));

        assertEquals(List.of("DCM_PORT_BASE"), installation(Map.of()).changedSettings());
        installation(Map.of()).store();
        installation.settingsFile().recordStart(true);
        assertEquals(List.of(), installation(Map.of()).changedSettings());
    }

    /** systemd starts the parts only if the files are equal. */
    @Test
    void startThatDidNotEndLeavesAnotherFile() throws IOException {
        Installation installation = installation(Map.of("DCM_PORT_BASE", "9100"));
        installation.store();
        Files.writeString(settings, Files.readString(settings).stripTrailing());

        installation.settingsFile().recordStart(false);

        assertEquals(List.of(), installation(Map.of()).changedSettings());
        assertTrue(
                Files.readString(installation.settingsFile().lastStart()).endsWith("\n# The start is not complete.\n"));
        installation.settingsFile().recordStart(true);
        assertEquals(-1, Files.mismatch(settings, installation.settingsFile().lastStart()));
        assertEquals(List.of(), installation(Map.of()).changedSettings());
    }

    /** Else, 'dcm down' would forget parts, or fail. */
    @Test
    void partsThatRunHaveTheSettingsOfTheLastStart() throws IOException {
        Installation installation = installation(Map.of("DCM_INSTANCES", "command-service:2"));
        installation.store();
        installation.settingsFile().recordStart(true);

        Files.writeString(settings, "DCM_PORT_BASE=wrong\n");

        Map<String, String> environment = Map.of("DCM_HOME", former.getParent().toString());
        assertEquals(
                2,
                Installation.lastStarted(new ProgramFiles(root), environment)
                        .instances()
                        .of("command-service")
                        .size());
    }

    @Test
    void packagesDirectoryIsRecognizedHoweverItIsWritten() {
        installation(Map.of("DCM_HOME", root + "/other/../var/.")).store();

        assertTrue(Files.exists(settings));
    }

    @Test
    void installationInAnotherDirectoryHasItsSettingsThere() {
        Path other = root.resolve("other");

        installation(Map.of("DCM_HOME", other.toString())).store();

        assertTrue(Files.exists(other.resolve("installation.properties")));
        assertFalse(Files.exists(settings));
    }

    private Installation installation(Map<String, String> settings) {
        Map<String, String> environment = new HashMap<>(settings);
        environment.putIfAbsent("DCM_HOME", root.resolve("var").toString());
        return Installation.of(root, environment);
    }
}
