package dcm.stack.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogCopyTest {
    private static final String FIRST = "00000000000000000000";
    private static final String ACTIVE = "00000000000000000100";

    @TempDir
    Path directory;

    private Path log;
    private Path partition;
    private Path copy;

    @BeforeEach
    void writeLog() throws IOException {
        log = directory.resolve("kafka");
        copy = directory.resolve("copy");
        partition = Files.createDirectories(log.resolve("dcm.events-3"));
        write(log.resolve("meta.properties"), "cluster.id=1");
        write(log.resolve(".lock"), "");
        write(log.resolve(".kafka_cleanshutdown"), "");
        for (String file : Set.of("log", "index", "timeindex")) {
            write(partition.resolve(FIRST + "." + file), "closed " + file);
            write(partition.resolve(ACTIVE + "." + file), "active " + file);
        }
        write(partition.resolve(ACTIVE + ".snapshot"), "producers");
        write(partition.resolve("00000000000000000050.log.deleted"), "old");
    }

    @Test
    void copyHasEverythingButMarksAndWhatTheBrokerComputesAgain() throws IOException {
        copy();

        assertEquals(
                Set.of(
                        "meta.properties",
                        "dcm.events-3/" + FIRST + ".log",
                        "dcm.events-3/" + FIRST + ".index",
                        "dcm.events-3/" + FIRST + ".timeindex",
                        "dcm.events-3/" + ACTIVE + ".log",
                        "dcm.events-3/" + ACTIVE + ".snapshot"),
                files(copy));
    }

    @Test
    void closedSegmentsTakeNoSpaceAndTheActiveOneDoesNotGrow() throws IOException {
        copy();

        Files.writeString(partition.resolve(ACTIVE + ".log"), " and more", StandardOpenOption.APPEND);

        assertTrue(isSameFile(FIRST + ".log"));
        assertFalse(isSameFile(ACTIVE + ".log"));
        assertEquals("active log", Files.readString(copied(ACTIVE + ".log")));
    }

    @Test
    void secondStepCopiesOnlyWhatWasAppended() throws IOException {
        LogCopy steps = new LogCopy(log, copy);
        steps.begin();
        Files.writeString(copied(ACTIVE + ".log"), "ACTIVE log"); // would be replaced by a whole copy

        Files.writeString(partition.resolve(ACTIVE + ".log"), " and more", StandardOpenOption.APPEND);
        steps.complete();

        assertEquals("ACTIVE log and more", Files.readString(copied(ACTIVE + ".log")));
        assertEquals(
                Files.getLastModifiedTime(partition.resolve(ACTIVE + ".log")),
                Files.getLastModifiedTime(copied(ACTIVE + ".log")));
    }

    @Test
    void copyFollowsWhatTheBrokerDoesBetweenTheSteps() throws IOException {
        Path removed = Files.createDirectories(log.resolve("dcm.orders.n2-0"));
        write(removed.resolve(FIRST + ".log"), "closed");
        write(removed.resolve(ACTIVE + ".log"), "active");
        LogCopy steps = new LogCopy(log, copy);
        steps.begin();
        assertTrue(Files.exists(copy.resolve("dcm.orders.n2-0")));

        Stream.of(FIRST, ACTIVE).forEach(segment -> delete(removed.resolve(segment + ".log")));
        delete(removed);
        write(partition.resolve("compacted"), "less");
        Files.delete(partition.resolve(FIRST + ".log"));
        Files.move(partition.resolve("compacted"), partition.resolve(FIRST + ".log"));
        write(partition.resolve("00000000000000000200.log"), "newest");
        steps.complete();

        assertFalse(Files.exists(copy.resolve("dcm.orders.n2-0")));
        assertEquals("less", Files.readString(copied(FIRST + ".log")));
        assertEquals("active log", Files.readString(copied(ACTIVE + ".log")), "it is closed now");
        assertTrue(Files.exists(copied(ACTIVE + ".index")));
        assertEquals("newest", Files.readString(copied("00000000000000000200.log")));
    }

    private void copy() {
        LogCopy steps = new LogCopy(log, copy);
        steps.begin();
        steps.complete();
    }

    private boolean isSameFile(String name) throws IOException {
        return Files.isSameFile(partition.resolve(name), copied(name));
    }

    private Path copied(String name) {
        return copy.resolve("dcm.events-3").resolve(name);
    }

    private static void write(Path file, String content) throws IOException {
        Files.writeString(file, content);
    }

    private static void delete(Path path) {
        assertTrue(path.toFile().delete());
    }

    private static Set<String> files(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            Set<String> names = new TreeSet<>();
            all.filter(Files::isRegularFile)
                    .forEach(file -> names.add(root.relativize(file).toString()));
            return names;
        }
    }
}
