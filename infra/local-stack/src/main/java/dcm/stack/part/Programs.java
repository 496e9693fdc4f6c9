package dcm.stack.part;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compares directories of programs. */
public final class Programs {
    private Programs() {}

    /**
     * Whether {@code copy} is a complete copy of {@code directory}, by {@link #list}.
     *
     * @throws IOException if a directory cannot be read
     */
    public static boolean isCopy(Path copy, Path directory) throws IOException {
        return Files.isDirectory(copy) && list(copy).equals(list(directory));
    }

    /** The files of a directory, with their sizes and times, which a copy has too ({@code cp -a}). */
    static String list(Path directory) throws IOException {
        Path real = directory.toRealPath();
        try (Stream<Path> files = Files.walk(real)) {
            return files.filter(Files::isRegularFile)
                    .map(program -> describe(real, program))
                    .sorted()
                    .collect(Collectors.joining("\n"));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static String describe(Path directory, Path program) {
        try {
            return "%s %d %s"
                    .formatted(directory.relativize(program), Files.size(program), Files.getLastModifiedTime(program));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
