package dcm.command.admission.stream;

import dcm.command.admission.stream.AdmissionStatus.StateSize;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A table that knows its size. It reads the whole table only once. */
final class MeasuredTable implements KeyValueTable {
    /** Sorts before every key. */
    private static final String FIRST = "!";

    private final KeyValueTable table;
    private long entries;
    private long bytes;

    MeasuredTable(KeyValueTable table) {
        this.table = table;
        table.scan(FIRST, LAST, (key, value) -> count(1, key, value));
    }

    /** The number of entries, and of bytes in keys and values. */
    StateSize size() {
        return new StateSize(entries, bytes);
    }

    private void count(int times, String key, byte[] value) {
        entries += times;
        bytes += times * ((long) key.length() + value.length);
    }

    private void uncount(String key) {
        byte[] known = table.get(key);
        if (known != null) {
            count(-1, key, known);
        }
    }

    @Override
    public void put(String key, byte[] value) {
        uncount(key);
        table.put(key, value);
        count(1, key, value);
    }

    @Override
    public void delete(String key) {
        uncount(key);
        table.delete(key);
    }

    @Override
    public byte @Nullable [] get(String key) {
        return table.get(key);
    }

    @Override
    public void scan(String first, String last, BiConsumer<String, byte[]> seen) {
        table.scan(first, last, seen);
    }

    @Override
    public Optional<String> firstKey(String first, String last) {
        return table.firstKey(first, last);
    }
}
