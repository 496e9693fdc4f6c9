package dcm.stack.kafka;

import dcm.stack.machine.StackFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Copies the broker's directory as it is at one moment, in two steps: {@link #begin} while the broker runs, and {@link #complete} while it
 * is paused or stopped. The first step copies all segments, so the second one copies only what was appended since. The broker never changes a
 * closed segment in place, so a hard link is a copy of it. Not thread-safe.
 */
public final class LogCopy {
    private static final Pattern SEGMENT = Pattern.compile("(\\d{20})\\.(log|index|timeindex|txnindex)");

    /** The marks of a running and of a cleanly stopped broker, files that it is deleting, and the trial of {@link WriteThrough}. */
    private static final Pattern LEFT_OUT =
            Pattern.compile("\\.lock|\\.kafka_cleanshutdown|.*\\.deleted|written-through");

    private final Path source;
    private final Path target;
    private boolean isLinking = true;

    /** @param target a directory that does not exist yet, on the same filesystem if possible */
    public LogCopy(Path source, Path target) {
        this.source = source;
        this.target = target;
    }

    /** How much space the copy needs: on the same filesystem only for active segments, on another one for all. */
    public long bytes() throws IOException {
        boolean mayLink = Files.getFileStore(source).equals(Files.getFileStore(target.getParent()));
        long sum = 0;
        try (Stream<Path> directories = Files.list(source)) {
            for (Path partition : (Iterable<Path>) directories.filter(Files::isDirectory)::iterator) {
                Map<Path, BasicFileAttributes> files = files(partition);
                String active = active(files.keySet());
                for (Map.Entry<Path, BasicFileAttributes> file : files.entrySet()) {
                    Matcher segment =
                            SEGMENT.matcher(file.getKey().getFileName().toString());
                    boolean isClosed = segment.matches() && !segment.group(1).equals(active);
                    if (!(isClosed ? mayLink : isActiveIndex(segment))) {
                        sum += file.getValue().size();
                    }
                }
            }
        }
        return sum;
    }

    /** Copies the segments, as far as they are written. */
    public void begin() {
        visit(false);
    }

    /** Copies the rest, and deletes from the copy what the broker has deleted since the first step. */
    public void complete() {
        deleteVanished();
        visit(true);
    }

    private void visit(boolean isComplete) {
        try {
            Files.createDirectories(target);
            try (Stream<Path> directories = Files.list(source)) {
                for (Path path : (Iterable<Path>) directories::iterator) {
                    String name = path.getFileName().toString();
                    if (LEFT_OUT.matcher(name).matches()) {
                        continue;
                    }
                    if (Files.isDirectory(path)) {
                        copyPartition(path, target.resolve(name), isComplete);
                    } else if (isComplete) {
                        copy(path, target.resolve(name));
                    }
                }
            }
        } catch (IOException e) {
            throw new StackFailure("Cannot copy the event log from %s to %s: %s".formatted(source, target, e), e);
        }
    }

    private void copyPartition(Path from, Path to, boolean isComplete) throws IOException {
        Map<Path, BasicFileAttributes> files = files(from);
        String active = active(files.keySet());
        Files.createDirectories(to);
        for (Map.Entry<Path, BasicFileAttributes> file : files.entrySet()) {
            String name = file.getKey().getFileName().toString();
            Matcher segment = SEGMENT.matcher(name);
            if (segment.matches() && !segment.group(1).equals(active)) {
                linkOrCopy(file.getKey(), file.getValue(), to.resolve(name));
            } else if (segment.matches() && segment.group(2).equals("log")) {
                append(file.getKey(), to.resolve(name));
            } else if (isComplete && !isActiveIndex(segment)) {
                copy(file.getKey(), to.resolve(name));
            }
        }
    }

    /** The name of the segment to which the broker appends. */
    private static String active(Set<Path> files) {
        return files.stream()
                .map(file -> SEGMENT.matcher(file.getFileName().toString()))
                .filter(Matcher::matches)
                .map(segment -> segment.group(1))
                .max(String::compareTo)
                .orElse("");
    }

    /** Copies what the copy of an active segment does not have yet. The broker only appends to the segment. */
    private static void append(Path from, Path to) throws IOException {
        if (!Files.exists(to) || Files.size(to) > Files.size(from)) {
            copy(from, to);
            return;
        }
        try (FileChannel source = FileChannel.open(from, StandardOpenOption.READ);
                FileChannel target = FileChannel.open(to, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            long end = source.size();
            for (long at = target.size(); at < end; ) {
                at += source.transferTo(at, end - at, target);
            }
        }
        Files.setLastModifiedTime(to, Files.getLastModifiedTime(from));
    }

    /** These are large and mostly empty, and the broker computes them again. */
    private static boolean isActiveIndex(Matcher segment) {
        return segment.matches() && Set.of("index", "timeindex").contains(segment.group(2));
    }

    private static Map<Path, BasicFileAttributes> files(Path directory) throws IOException {
        Map<Path, BasicFileAttributes> files = new HashMap<>();
        try (Stream<Path> all = Files.list(directory)) {
            for (Path file : (Iterable<Path>) all::iterator) {
                BasicFileAttributes attributes = attributes(file);
                if (attributes != null
                        && attributes.isRegularFile()
                        && !LEFT_OUT.matcher(file.getFileName().toString()).matches()) {
                    files.put(file, attributes);
                }
            }
        } catch (NoSuchFileException deleted) {
            // A topic that was removed.
        }
        return files;
    }

    /** Null if the file is gone. */
    private static @Nullable BasicFileAttributes attributes(Path file) throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class);
        } catch (NoSuchFileException deleted) {
            return null;
        }
    }

    private void linkOrCopy(Path from, BasicFileAttributes attributes, Path to) throws IOException {
        BasicFileAttributes copied = attributes(to);
        if (copied != null) {
            // Compaction replaces a segment by another one of the same name.
            if (isSame(attributes, copied)) {
                return;
            }
            Files.delete(to);
        }
        if (isLinking) {
            try {
                Files.createLink(to, from);
                return;
            } catch (NoSuchFileException deleted) {
                return;
            } catch (IOException | UnsupportedOperationException anotherFilesystem) {
                isLinking = false;
            }
        }
        copy(from, to);
    }

    private static boolean isSame(BasicFileAttributes one, BasicFileAttributes other) {
        boolean isLink = one.fileKey() != null && one.fileKey().equals(other.fileKey());
        return isLink || one.size() == other.size() && one.lastModifiedTime().equals(other.lastModifiedTime());
    }

    private static void copy(Path from, Path to) throws IOException {
        try {
            Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
        } catch (NoSuchFileException deleted) {
            Files.deleteIfExists(to);
        }
    }

    private void deleteVanished() {
        try {
            if (Files.exists(target)) {
                Files.walkFileTree(target, new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                        if (!Files.exists(source.resolve(target.relativize(file)))) {
                            Files.delete(file);
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                            throws IOException {
                        if (!Files.exists(source.resolve(target.relativize(directory)))) {
                            Files.delete(directory);
                        }
                        return FileVisitResult.CONTINUE;
                    }
                });
            }
        } catch (IOException e) {
            throw new StackFailure("Cannot complete the copy of the event log in %s: %s".formatted(target, e), e);
        }
    }
}
