package dcm.projection.rows;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of all views within a batch of records. A row that was put is found by the following records. */
public interface Rows {
    /** The row with this key in a group; null if there is none. */
    <R extends Row> @Nullable R find(Class<R> table, String group, Object key);

    /** The row of a group of one row; null if there is none. */
    default <R extends Row> @Nullable R find(Class<R> table, String group) {
        return find(table, group, group);
    }

    /** The rows of a group, in no particular order. */
    <R extends Row> List<R> all(Class<R> table, String group);

    /** Stores a new row, or a row that was found and changed. */
    <R extends Row> void put(R row);

    /** Deletes a row that was found. */
    <R extends Row> void delete(R row);

    /** Stores a row of a table from which projections do not read. */
    void add(Object row);
}
