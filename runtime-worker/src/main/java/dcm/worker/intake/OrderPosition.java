package dcm.worker.intake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * Persists the offset in the host's orders before which all orders are finished. It may lag or be lost, because the
 * numbers of finished orders prevent repetition. Thread-safe.
 */
public final class OrderPosition {
    private final Path file;
    private final TreeSet<Long> underWay = new TreeSet<>();
    private long next;

    public OrderPosition(Path file) {
        this.file = file;
    }

    /** The stored offset; empty if there is none. */
    OptionalLong stored() throws IOException {
        if (!Files.exists(file)) {
            return OptionalLong.empty();
        }
        String text = Files.readString(file).strip();
        return text.matches("[0-9]{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    synchronized void begin(long offset) {
        underWay.add(offset);
        next = Math.max(next, offset + 1);
    }

    synchronized void finish(long offset) {
        boolean first = !underWay.isEmpty() && underWay.first() == offset;
        underWay.remove(offset);
        if (first) {
            write(underWay.isEmpty() ? next : underWay.first());
        }
    }

    private void write(long position) {
        try {
            Path written = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(written, Long.toString(position));
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
