package dcm.stack.installation;

import dcm.stack.machine.StackFailure;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Properties;

/** The stored settings of an installation, in its home directory. */
record SettingsFile(Path home) {
    private static final FileAttribute<?> READABLE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--"));

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

    /** Replaces the stored settings, also if the machine stops meanwhile: with all of the new ones, or none. */
    void write(Properties properties) {
        try {
            Files.createDirectories(home);
            // A draft of its own, because several launchers can start at the same time.
            Path draft = Files.createTempFile(home, ".settings", "", READABLE);
            try (FileChannel file = FileChannel.open(draft, StandardOpenOption.WRITE);
                    Writer out = Channels.newWriter(file, StandardCharsets.UTF_8)) {
                properties.store(
                        out,
                        "Settings of this DCM installation. DCM replaces this file: use ./dcm config, or edit only values");
                out.flush();
                file.force(true);
            }
            Files.move(draft, path(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new StackFailure("Cannot write the settings to %s: %s".formatted(path(), e), e);
        }
    }
}
