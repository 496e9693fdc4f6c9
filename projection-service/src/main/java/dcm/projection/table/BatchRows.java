package dcm.projection.table;

import dcm.projection.rows.Row;
import dcm.projection.rows.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a batch of records: reads those that are named beforehand with one query per table, and writes all changes with at most three
 * statements per table. Not thread-safe.
 */
public final class BatchRows implements Rows {
    private final DataSource database;
    private final StatelessSession session;
    private final Map<Class<?>, TableRows<?>> tables = new LinkedHashMap<>();
    private final Map<Class<?>, List<Object>> added = new HashMap<>();
    private final Map<Class<?>, RowTable> statements = new HashMap<>();

    /** @param session reads rows; bound to the current transaction, like connections of {@code database} */
    public BatchRows(DataSource database, StatelessSession session) {
        this.database = database;
        this.session = session;
    }

    /**
     * Declares a table from which projections read.
     *
     * @param groupColumn the column with the group of a row
     */
    public <R extends Row> void declare(Class<R> table, String groupColumn) {
        String query = "select * from " + RowTable.name(table) + " where " + groupColumn + " = any(:groups)";
        tables.put(
                table,
                new TableRows<R>(groups -> session.createNativeQuery(query, table)
                        .setParameter("groups", groups.toArray(String[]::new))
                        .list()));
    }

    /** Reads groups of rows that are not in memory. */
    public void load(Class<? extends Row> table, Collection<String> groups) {
        table(table).load(groups);
    }

    @Override
    public <R extends Row> @Nullable R find(Class<R> table, String group, Object key) {
        return table(table).find(group, key);
    }

    @Override
    public <R extends Row> List<R> all(Class<R> table, String group) {
        return table(table).all(group);
    }

    @Override
    @SuppressWarnings("unchecked") // the class of a row
    public <R extends Row> void put(R row) {
        table((Class<R>) row.getClass()).put(row);
    }

    @Override
    @SuppressWarnings("unchecked") // the class of a row
    public <R extends Row> void delete(R row) {
        table((Class<R>) row.getClass()).delete(row);
    }

    @Override
    public void add(Object row) {
        added.computeIfAbsent(row.getClass(), table -> new ArrayList<>()).add(row);
    }

    /** Writes all changes, in the current transaction. Call {@link #written()} after its commit, otherwise {@link #forget()}. */
    public void write() throws SQLException {
        try (Connection connection = database.getConnection()) {
            for (Map.Entry<Class<?>, TableRows<?>> table : tables.entrySet()) {
                RowTable statements = statements(table.getKey());
                statements.delete(connection, table.getValue().deleted());
                statements.update(connection, table.getValue().updated());
                statements.insert(connection, table.getValue().inserted());
            }
            for (Map.Entry<Class<?>, List<Object>> table : added.entrySet()) {
                statements(table.getKey()).insert(connection, table.getValue());
            }
        }
    }

    /** Keeps the rows as they were written. */
    public void written() {
        tables.values().forEach(TableRows::written);
        added.clear();
    }

    /** Forgets all rows and changes. */
    public void forget() {
        tables.values().forEach(TableRows::forget);
        added.clear();
    }

    @SuppressWarnings("unchecked") // declare puts only matching pairs
    private <R extends Row> TableRows<R> table(Class<R> table) {
        TableRows<?> found = tables.get(table);
        if (found == null) {
            throw new IllegalArgumentException("projections read no rows of " + table);
        }
        return (TableRows<R>) found;
    }

    private RowTable statements(Class<?> table) {
        return statements.computeIfAbsent(table, RowTable::new);
    }
}
