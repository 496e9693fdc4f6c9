package dcm.stack.part;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * An archive of the classes that a program has loaded, which makes its later starts faster. The JVM writes it when the program ends. It
 * ignores one of another JVM, and writes a new one.
 */
record ClassArchive(Path file) {
    /** The command of the JVM, with this archive. */
    List<String> usedBy(List<String> command) {
        var words = new ArrayList<>(List.of(
                command.getFirst(),
                "-XX:SharedArchiveFile=" + file,
                "-XX:+AutoCreateSharedArchive",
                // Without warnings, such as those about classes that the archive cannot contain.
                "-Xlog:disable",
                "-Xlog:all=error:stderr"));
        words.addAll(command.subList(1, command.size()));
        return words;
    }

    void delete() throws IOException {
        Files.deleteIfExists(file);
    }

    /**
     * Deletes the archive if the programs have changed since it was written. The JVM compares only the first file of a Quarkus application, which
     * is always the same one: it would load the archive, use nothing of it, and never replace it.
     *
     * @param command of the JVM, with {@code -jar} or {@code -cp}
     */
    void deleteIfOutdated(List<String> command) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        FileTime written = Files.getLastModifiedTime(file);
        int option = Math.max(command.indexOf("-jar"), command.indexOf("-cp"));
        if (option < 0) {
            return;
        }
        Path programs = Path.of(command.get(option + 1).split(":", 2)[0]).getParent();
        if (programs == null || !Files.isDirectory(programs)) {
            return;
        }
        try (Stream<Path> files = Files.walk(programs.toRealPath())) {
            if (files.anyMatch(program -> changed(program).compareTo(written) > 0)) {
                delete();
            }
        }
    }

    /** When a file was changed or put here; the time of its content can be that of its build. */
    private static FileTime changed(Path program) {
        try {
            return (FileTime) Files.getAttribute(program, "unix:ctime", LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
