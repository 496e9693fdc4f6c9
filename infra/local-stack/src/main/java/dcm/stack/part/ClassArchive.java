package dcm.stack.part;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
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
     * Deletes the archive if other programs were started the last time. The JVM compares only the first file of a Quarkus application, which is
     * always the same one: it would load the archive, use nothing of it, and never replace it.
     *
     * @param command of the JVM, with {@code -jar} or {@code -cp}
     */
    void deleteOfOtherPrograms(List<String> command) throws IOException {
        String programs = programs(command);
        Path last = file.resolveSibling(file.getFileName() + ".programs");
        if (!Files.exists(last) || !Files.readString(last).equals(programs)) {
            delete();
            Files.createDirectories(last.getParent());
            Files.writeString(last, programs);
        }
    }

    /** The programs' files, with their sizes and times; a copy has the same ones. */
    private static String programs(List<String> command) throws IOException {
        int option = Math.max(command.indexOf("-jar"), command.indexOf("-cp"));
        Path directory = option < 0
                ? null
                : Path.of(command.get(option + 1).split(":", 2)[0]).getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            return "";
        }
        Path real = directory.toRealPath();
        try (Stream<Path> files = Files.walk(real)) {
            return files.filter(Files::isRegularFile)
                    .map(program -> describe(real, program))
                    .sorted()
                    .collect(Collectors.joining("\n"));
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
