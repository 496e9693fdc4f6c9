package dcm.stack.part;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads files below {@code /proc}, which have no size. */
final class KernelFile {
    private KernelFile() {}

    /** A variable of the environment with which a process was started; empty if it has none. */
    static Optional<String> variable(long pid, String name) {
        try {
            return Stream.of(text(Path.of("/proc/" + pid + "/environ")).split("\0", -1))
                    .filter(variable -> variable.startsWith(name + "="))
                    .map(variable -> variable.substring(name.length() + 1))
                    .findFirst();
        } catch (IOException endedMeanwhile) {
            return Optional.empty();
        }
    }

    /**
     * The content without surrounding white space. Does not use {@link Files#readString}: it reads one byte first if
     * the size is 0, and the kernel returns nothing more of many files below {@code /proc/sys}.
     */
    static String text(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }
}
