package dcm.stack.kafka;

import dcm.contract.topic.Topic;
import dcm.stack.machine.StackFailure;
import dcm.stack.machine.SystemCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Directories in which every write reaches the disk before it returns: the attribute {@code S} of chattr(1). */
final class WriteThrough {
    private WriteThrough() {}

    /**
     * Sets the attribute on a directory, its content and new files. False if the filesystem does not support it: some
     * reject it, and some (btrfs) accept it but do not apply it to new files.
     */
    static boolean ensure(Path directory) {
        try {
            SystemCommand.run("chattr", "-R", "+S", directory.toString());
            return isInherited(directory);
        } catch (StackFailure cannot) {
            return false;
        }
    }

    /**
     * Removes the attribute from the partitions of heartbeats, of which there are hundreds per second with a thousand hosts. A power cut may lose
     * some; the next ones follow within seconds.
     */
    static void exceptHeartbeats(Path directory) {
        try (Stream<Path> partitions = Files.list(directory)) {
            List<String> command = new ArrayList<>(List.of("chattr", "-R", "-S"));
            partitions
                    .map(Path::toString)
                    .filter(path -> path.contains("/" + Topic.HEARTBEATS.topicName() + "-"))
                    .forEach(command::add);
            if (command.size() > 3) {
                SystemCommand.run(command.toArray(String[]::new));
            }
        } catch (IOException e) {
            throw new StackFailure("Cannot list %s: %s".formatted(directory, e.getMessage()), e);
        }
    }

    private static boolean isInherited(Path directory) {
        Path trial = directory.resolve("written-through");
        Path file = trial.resolve("trial");
        try {
            Files.createDirectories(trial);
            Files.writeString(file, "");
            return isWrittenThrough(trial) && isWrittenThrough(file);
        } catch (IOException e) {
            throw new StackFailure("Cannot write to %s: %s".formatted(directory, e.getMessage()), e);
        } finally {
            delete(file);
            delete(trial);
        }
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new StackFailure("Cannot delete %s: %s".formatted(path, e.getMessage()), e);
        }
    }

    static boolean isWrittenThrough(Path path) {
        String attributes = SystemCommand.run("lsattr", "-d", path.toString());
        return attributes.substring(0, Math.max(0, attributes.indexOf(' '))).contains("S");
    }
}
