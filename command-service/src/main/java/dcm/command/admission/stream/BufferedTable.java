package dcm.command.admission.stream;

import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A table that buffers changes to another table until they are committed or rolled back. Reads include the changes. */
final class BufferedTable implements KeyValueTable {
    private final KeyValueTable table;
    /** The new values by key; empty for a deleted entry. */
    private final NavigableMap<String, Optional<byte[]>> changes = new TreeMap<>();

    BufferedTable(KeyValueTable table) {
        this.table = table;
    }

    /** Applies the changes to the other table. */
    void commit() {
        changes.forEach((key, value) -> value.ifPresentOrElse(bytes -> table.put(key, bytes), () -> table.delete(key)));
        changes.clear();
    }

    /** Discards the changes. */
    void rollback() {
        changes.clear();
    }

    @Override
    public byte @Nullable [] get(String key) {
        Optional<byte[]> change = changes.get(key);
        return change == null ? table.get(key) : change.orElse(null);
    }

    @Override
    public void put(String key, byte[] value) {
        changes.put(key, Optional.of(value));
    }

    @Override
    public void delete(String key) {
        changes.put(key, Optional.empty());
    }

    @Override
    public void scan(String first, String last, BiConsumer<String, byte[]> seen) {
        Map<String, Optional<byte[]>> changed = changes.subMap(first, true, last, true);
        if (changed.isEmpty()) {
            table.scan(first, last, seen);
            return;
        }
        NavigableMap<String, byte[]> merged = new TreeMap<>();
        table.scan(first, last, merged::put);
        changed.forEach(
                (key, value) -> value.ifPresentOrElse(bytes -> merged.put(key, bytes), () -> merged.remove(key)));
        merged.forEach(seen);
    }

    @Override
    public Optional<String> firstKey(String first, String last) {
        if (changes.subMap(first, true, last, true).isEmpty()) {
            return table.firstKey(first, last);
        }
        NavigableMap<String, byte[]> merged = new TreeMap<>();
        scan(first, last, merged::put);
        return merged.keySet().stream().findFirst();
    }
}
