package dcm.kafka.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A directory of the archive, which one compaction has written. */
final class ArchiveSection {
    /** The file that lists the others. */
    static final String INDEX = "index";

    private static final String FORMAT = "dcm-log-archive 1";

    private ArchiveSection() {}

    static void writeIndex(Path directory, List<ArchivedRange> ranges) throws IOException {
        Path index = directory.resolve(INDEX);
        Files.writeString(
                index,
                FORMAT + "\n"
                        + String.join(
                                "\n", ranges.stream().map(ArchivedRange::line).toList()) + "\n");
        DurableFiles.force(index);
    }

    static List<ArchivedRange> read(Path directory) {
        try {
            List<String> lines = Files.readAllLines(directory.resolve(INDEX));
            if (lines.isEmpty() || !lines.getFirst().equals(FORMAT)) {
                throw new LogArchiveException(
                        "%s has another format than this version of DCM can read.".formatted(directory.resolve(INDEX)));
            }
            return lines.stream()
                    .skip(1)
                    .map(line -> ArchivedRange.parse(directory, line))
                    .toList();
        } catch (IOException | NumberFormatException e) {
            throw new LogArchiveException("The archive of the log in %s cannot be read: %s".formatted(directory, e), e);
        }
    }
}
