package dcm.worker.intake;

import dcm.contract.identity.ContainerId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Persists the number of the last finished order of each container, so that no order is executed again after a crash.
 * May be lost, because {@code dcm.wanted} also has the numbers that admission knows. Thread-safe.
 */
public final class FinishedOrders {
    private final Path directory;
    private final Map<ContainerId, Integer> numbers = new ConcurrentHashMap<>();

    public FinishedOrders(Path directory) {
        this.directory = directory;
    }

    /** Loads the persisted numbers. */
    public void open() throws IOException {
        Files.createDirectories(directory);
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (file.getFileName().toString().matches("[0-9a-f]{16}")) {
                    String number = Files.readString(file).strip();
                    // Otherwise a power failure has damaged it. Then dcm.wanted has the number.
                    if (number.matches("[0-9]{1,9}")) {
                        numbers.put(new ContainerId(file.getFileName().toString()), Integer.valueOf(number));
                    }
                }
            }
        }
    }

    /** The number of the container's last finished order; 0 if there is none. */
    public int last(ContainerId container) {
        return numbers.getOrDefault(container, 0);
    }

    /** Stores, in memory only, a number that admission knows to be finished. */
    public void learn(ContainerId container, int number) {
        numbers.merge(container, number, Math::max);
    }

    /** Stores that an order is finished. A power failure can lose it; the end of the process cannot. */
    public void finish(ContainerId container, int number) {
        try {
            Path written = directory.resolve(container + ".new");
            Files.writeString(written, Integer.toString(number));
            Files.move(
                    written,
                    directory.resolve(container.value()),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            numbers.merge(container, number, Math::max);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes the number of a container that is removed permanently. */
    public void forget(ContainerId container) {
        try {
            numbers.remove(container);
            Files.deleteIfExists(directory.resolve(container.value()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
