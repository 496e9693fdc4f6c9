package dcm.stack.part;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads files below {@code /proc}, which have no size. */
final class KernelFile {
    private KernelFile() {}

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
