package dcm.projection.table;

import dcm.projection.rows.Row;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Rows of one table that were read, and how they differ from the table. Groups stay in memory after a batch, because the
 * next records are often about the same ones.
 */
final class TableRows<R extends Row> {
    /** An upper bound for the groups in memory between batches. */
    private static final int MAX_KEPT = 2_000;

    private final Function<Collection<String>, List<R>> reader;
    private final Map<String, Map<Object, R>> groups = new HashMap<>();
    private final Set<R> stored = new LinkedHashSet<>();
    private final Set<R> changed = new LinkedHashSet<>();
    private final List<R> deleted = new ArrayList<>();

    /** @param reader reads all rows of these groups */
    TableRows(Function<Collection<String>, List<R>> reader) {
        this.reader = reader;
    }

    /** Reads the groups that are not in memory. */
    void load(Collection<String> names) {
        Set<String> missing = new LinkedHashSet<>(names);
        missing.removeAll(groups.keySet());
        if (missing.isEmpty()) {
            return;
        }
        List<R> found = reader.apply(missing);
        missing.forEach(name -> groups.put(name, new LinkedHashMap<>()));
        for (R row : found) {
            group(row.group()).put(row.key(), row);
            stored.add(row);
        }
    }

    @Nullable
    R find(String group, Object key) {
        load(Set.of(group));
        return group(group).get(key);
    }

    List<R> all(String group) {
        load(Set.of(group));
        return List.copyOf(group(group).values());
    }

    void put(R row) {
        load(Set.of(row.group()));
        R before = group(row.group()).put(row.key(), row);
        if (before != null && !before.equals(row)) { // rows are equal only if they are the same
            throw new IllegalStateException("the row exists already: " + row.group() + " " + row.key());
        }
        changed.add(row);
    }

    void delete(R row) {
        group(row.group()).remove(row.key());
        changed.remove(row);
        if (stored.remove(row)) {
            deleted.add(row);
        }
    }

    private Map<Object, R> group(String name) {
        return groups.computeIfAbsent(name, missing -> new LinkedHashMap<>());
    }

    /** The rows to delete, before the others are written. */
    List<R> deleted() {
        return List.copyOf(deleted);
    }

    /** The rows that were read and have changed. */
    List<R> updated() {
        return changed.stream().filter(stored::contains).toList();
    }

    /** The rows that are new. */
    List<R> inserted() {
        return changed.stream().filter(row -> !stored.contains(row)).toList();
    }

    /** Notes that the changes are in the table. */
    void written() {
        stored.addAll(changed);
        changed.clear();
        deleted.clear();
        if (groups.size() > MAX_KEPT) {
            forget();
        }
    }

    /** Forgets rows and changes. */
    void forget() {
        groups.clear();
        stored.clear();
        changed.clear();
        deleted.clear();
    }
}
