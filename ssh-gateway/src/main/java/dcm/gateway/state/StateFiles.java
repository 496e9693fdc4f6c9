package dcm.gateway.state;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The gateway's own files in one directory, accessible only to its user. Thread-safe. */
@Singleton
public class StateFiles {
    private static final FileAttribute<?> OWNER_ONLY_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<?> OWNER_ONLY_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path directory;

    public StateFiles(@ConfigProperty(name = "dcm.gateway.state") Path directory) {
        this.directory = directory;
    }

    /** A subdirectory; creates it if needed. */
    public Path directory(String... path) throws IOException {
        Path at = directory;
        if (!Files.isDirectory(at)) {
            Files.createDirectories(at.toAbsolutePath().getParent());
            make(at);
        }
        for (String part : path) {
            at = at.resolve(part);
            make(at);
        }
        return at;
    }

    private static void make(Path at) throws IOException {
        try {
            Files.createDirectory(at, OWNER_ONLY_DIRECTORY);
        } catch (FileAlreadyExistsException wasThere) {
            if (!Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
                throw wasThere;
            }
        }
    }

    /** Writes a file atomically, readable only by its owner. */
    public static void write(Path file, byte[] content) throws IOException {
        Path draft = Files.createTempFile(file.toAbsolutePath().getParent(), ".draft", "", OWNER_ONLY_FILE);
        try {
            Files.write(draft, content);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
