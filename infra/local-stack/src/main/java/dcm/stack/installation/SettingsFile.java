package dcm.stack.installation;

import dcm.join.PrivateFile;
import dcm.stack.machine.CommandName;
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
import java.util.Optional;
import java.util.Properties;

/**
 * The stored settings of an installation.
 *
 * @param home the installation's directory
 * @param path the file: in the installation's directory, or for that of the Debian package in {@code /etc}
 */
public record SettingsFile(Path home, Path path) {
    private static final String NAME = "installation.properties";

    /** A comment on a line of its own. The script {@code start-parts} knows it, too. */
    private static final String INCOMPLETE = "\n# The start is not complete.\n";

    private static final FileAttribute<?> READABLE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--"));

    /** The file of the installation in a directory. */
    public static SettingsFile of(ProgramFiles programs, Path home) {
        return new SettingsFile(
                home, programs.packageSettings(home).orElse(home).resolve(NAME));
    }

    /** The settings of the last start; empty if it is not known. */
    Optional<Properties> lastStarted() {
        return Files.exists(lastStart()) ? Optional.of(read(lastStart())) : Optional.empty();
    }

    /** The stored settings; none if the file does not exist. */
    Properties read() {
        return read(current());
    }

    private static Properties read(Path file) {
        var properties = new Properties();
        if (Files.exists(file)) {
            try (Reader in = Files.newBufferedReader(file)) {
                properties.load(in);
            } catch (IOException e) {
                throw new StackFailure("Cannot read the settings in %s: %s".formatted(file, e), e);
            }
        }
        return properties;
    }

    /** The file that is read: the former one until it is moved. */
    public Path current() {
        return Files.exists(former()) ? former() : path;
    }

    /** The file with the settings of the last start. It equals {@link #current} if all parts were started with what is stored now. */
    public Path lastStart() {
        return home.resolve("run/settings-of-last-start.properties");
    }

    /**
     * Records that parts are started with the stored settings.
     *
     * @param complete whether all were; then the files are equal
     */
    public void recordStart(boolean complete) {
        try {
            Files.createDirectories(lastStart().getParent());
            String stored = Files.readString(path);
            PrivateFile.replace(lastStart(), complete ? stored : stored + INCOMPLETE);
        } catch (IOException e) {
            throw new StackFailure("Cannot write the settings of this start to %s: %s".formatted(lastStart(), e), e);
        }
    }

    /** Where earlier versions of the package left the file. {@link #write} moves it. */
    private Path former() {
        return home.resolve(NAME);
    }

    /** Whether nothing is left to be moved. */
    boolean isInPlace() {
        return former().equals(path) || !Files.exists(former());
    }

    /** Replaces the stored settings, also if the machine stops meanwhile: with all of the new ones, or none. */
    void write(Properties properties) {
        try {
            Files.createDirectories(path.getParent());
            // A draft of its own, because several launchers can start at the same time.
            Path draft = Files.createTempFile(path.getParent(), ".settings", "", READABLE);
            try (FileChannel file = FileChannel.open(draft, StandardOpenOption.WRITE);
                    Writer out = Channels.newWriter(file, StandardCharsets.UTF_8)) {
                properties.store(
                        out,
                        CommandName.in(
                                "Settings of this DCM installation. DCM replaces this file: use ./dcm config, or edit only values"));
                out.flush();
                file.force(true);
            }
            Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
            if (!isInPlace()) {
                Files.delete(former());
            }
        } catch (IOException e) {
            throw new StackFailure("Cannot write the settings to %s: %s".formatted(path, e), e);
        }
    }
}
