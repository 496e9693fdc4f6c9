package dcm.stack.engine;

import dcm.contract.identity.ContainerId;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.OwnerName;
import dcm.stack.installation.Installation;
import dcm.stack.machine.StackFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What {@code down --all} removed from the engine and the log does not know yet: it is a file, because the broker does
 * not run then. Until the removals are in the log, the owners' quotas count the objects.
 *
 * @param containers with their owners
 */
record RemovedObjects(Map<ContainerId, OwnerName> containers, Set<ImageId> images) {
    private static final String CONTAINER = "container";
    private static final String IMAGE = "image";

    RemovedObjects {
        containers = Map.copyOf(containers);
        images = Set.copyOf(images);
    }

    boolean isEmpty() {
        return containers.isEmpty() && images.isEmpty();
    }

    /** Adds the objects to the file. */
    void store(Installation installation) {
        List<String> lines = Stream.concat(
                        containers.entrySet().stream()
                                .map(each -> CONTAINER + " " + each.getKey() + " " + each.getValue()),
                        images.stream().map(id -> IMAGE + " " + id))
                .sorted()
                .toList();
        try {
            Path file = file(installation);
            Files.createDirectories(file.getParent());
            List<String> all = new ArrayList<>(Files.exists(file) ? Files.readAllLines(file) : List.of());
            all.addAll(lines);
            Path draft = file.resolveSibling(file.getFileName() + ".new");
            Files.write(draft, all);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new StackFailure("Cannot write to %s: %s".formatted(file(installation), e.getMessage()), e);
        }
    }

    /** The objects in the file, which may be missing. */
    static RemovedObjects stored(Installation installation) {
        Map<ContainerId, OwnerName> containers = new HashMap<>();
        Set<ImageId> images = new HashSet<>();
        try {
            if (Files.exists(file(installation))) {
                for (String line : Files.readAllLines(file(installation))) {
                    String[] words = line.split(" ", -1);
                    if (words[0].equals(CONTAINER) && words.length == 3) {
                        containers.put(new ContainerId(words[1]), new OwnerName(words[2]));
                    } else if (words[0].equals(IMAGE) && words.length == 2) {
                        images.add(new ImageId(words[1]));
                    } else {
                        throw new StackFailure(
                                ("%s: the line '%s' is not of DCM. Correct or delete the file; containers and"
                                                + " images that are no longer listed stay lost until their owners remove them.")
                                        .formatted(file(installation), line));
                    }
                }
            }
        } catch (IOException e) {
            throw new StackFailure("Cannot read %s: %s".formatted(file(installation), e.getMessage()), e);
        }
        return new RemovedObjects(containers, images);
    }

    static void delete(Installation installation) {
        try {
            Files.deleteIfExists(file(installation));
        } catch (IOException e) {
            throw new StackFailure("Cannot delete %s: %s".formatted(file(installation), e.getMessage()), e);
        }
    }

    private static Path file(Installation installation) {
        return installation.data("removed-by-down");
    }
}
