package dcm.stack.part;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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
                "-Xlog:all=error:stderr",
                // Each start reports that Java's own archive was made without --enable-native-access.
                "-Xlog:cds=off:stderr"));
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

    private static String programs(List<String> command) throws IOException {
        int option = Math.max(command.indexOf("-jar"), command.indexOf("-cp"));
        Path directory = option < 0
                ? null
                : Path.of(command.get(option + 1).split(":", 2)[0]).getParent();
        return directory == null || !Files.isDirectory(directory) ? "" : Programs.list(directory);
    }
}
