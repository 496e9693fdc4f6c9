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

/** The versions of DCM and of its servers that run. During an upgrade, those from which it began. */
final class UpgradeRecord {
    private final Path file;
    private final Path started;

    /** Version 0.10 recorded nothing. Its supervisor runs a copy of the launcher that started the parts. */
    private final Path supervisor;

    UpgradeRecord(Installation installation) {
        this.file = installation.home().resolve("run/upgrade-from.properties");
        this.started = installation.home().resolve("run/versions.properties");
        this.supervisor = installation
                .home()
                .resolve("app")
                .resolve(SupervisorProcess.NAME)
                .resolve("local-stack.jar");
    }

    /** The versions of DCM and of its servers, by name; empty if they are unknown. */
    Map<String, String> versions() {
        if (Files.exists(file)) {
            return read(file);
        }
        return Files.exists(started) ? read(started) : Versions.in(supervisor);
    }

    private static Map<String, String> read(Path file) {
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

    /** An upgrade begins, or continues. */
    void begin() {
        if (!Files.exists(file)) {
            write(file, versions());
        }
    }

    /** All parts are started with this version's programs. */
    void finish() {
        write(started, Versions.all());
        abandon();
    }

    /** An upgrade that was interrupted does not continue, because the parts stop. */
    void abandon() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new StackFailure("Cannot delete %s: %s".formatted(file, e), e);
        }
    }

    private static void write(Path file, Map<String, String> versions) {
        var properties = new Properties();
        properties.putAll(versions);
        try {
            Files.createDirectories(file.getParent());
            var text = new StringWriter();
            properties.store(text, null);
            PrivateFile.replace(file, text.toString());
        } catch (IOException e) {
            throw new StackFailure("Cannot write %s: %s".formatted(file, e), e);
        }
    }
}
