package dcm.worker.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads small files of {@code /proc}. */
final class ProcFile {
    private ProcFile() {}

    /** The value of a kernel setting with this {@code sysctl} name; empty if the kernel does not have it. */
    static Optional<String> sysctl(String name) {
        return read(Path.of("/proc/sys", name.replace('.', '/')));
    }

    /**
     * The content of a file without white space at its ends; empty if it does not exist. {@link Files#readString} would
     * read only the first byte of most settings: it begins with a read of one byte because the file's size is 0, and the
     * kernel returns nothing to a second read.
     */
    static Optional<String> read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8).strip());
        } catch (IOException notHere) {
            return Optional.empty();
        }
    }
}
