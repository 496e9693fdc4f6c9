package dcm.stack.installation;

import dcm.stack.machine.StackFailure;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** The stored settings of an installation, in its home directory. */
record SettingsFile(Path home) {
    Path path() {
        return home.resolve("installation.properties");
    }

    /** The stored settings; none if the file does not exist. */
    Properties read() {
        var properties = new Properties();
        if (Files.exists(path())) {
            try (Reader in = Files.newBufferedReader(path())) {
                properties.load(in);
            } catch (IOException e) {
                throw new StackFailure("Cannot read the settings in %s: %s".formatted(path(), e), e);
            }
        }
        return properties;
    }

    /** Replaces the stored settings. */
    void write(Properties properties) {
        try {
            Files.createDirectories(home);
            try (Writer out = Files.newBufferedWriter(path())) {
                properties.store(
                        out,
                        "Settings of this DCM installation. DCM replaces this file: use ./dcm config, or edit only values");
            }
        } catch (IOException e) {
            throw new StackFailure("Cannot write the settings to %s: %s".formatted(path(), e), e);
        }
    }
}
