package dcm.stack.lifecycle;

import dcm.join.PrivateFile;
import dcm.stack.installation.Installation;
import dcm.stack.machine.StackFailure;
import dcm.stack.part.Versions;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * The versions from which an upgrade began, until it is complete. Before, they are those of the supervisor, which runs a copy of the launcher
 * that started the parts.
 */
final class UpgradeRecord {
    private final Path file;
    private final Path supervisor;

    UpgradeRecord(Installation installation) {
        this.file = installation.home().resolve("run/upgrade-from.properties");
        this.supervisor = installation
                .home()
                .resolve("app")
                .resolve(SupervisorProcess.NAME)
                .resolve("local-stack.jar");
    }

    /** The versions of DCM and of its servers, by name; empty if they are unknown. */
    Map<String, String> versions() {
        if (!Files.exists(file)) {
            return Versions.in(supervisor);
        }
        var properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
        } catch (IOException e) {
            throw new StackFailure("Cannot read %s: %s".formatted(file, e), e);
        }
        Map<String, String> versions = new TreeMap<>();
        properties.stringPropertyNames().forEach(name -> versions.put(name, properties.getProperty(name, "")));
        return versions;
    }

    /** Keeps the versions, because another supervisor will be started. */
    void begin() {
        if (Files.exists(file)) {
            return;
        }
        var properties = new Properties();
        properties.putAll(versions());
        try {
            Files.createDirectories(file.getParent());
            var text = new StringWriter();
            properties.store(text, null);
            PrivateFile.replace(file, text.toString());
        } catch (IOException e) {
            throw new StackFailure("Cannot write %s: %s".formatted(file, e), e);
        }
    }

    void finish() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new StackFailure("Cannot delete %s: %s".formatted(file, e), e);
        }
    }
}
