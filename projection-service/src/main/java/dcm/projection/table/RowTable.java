package dcm.projection.table;

import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The statements that write rows of one table. Each statement gets the rows as one array of texts per column, so that it
 * does not depend on the number of rows.
 */
final class RowTable {
    private final List<Column> columns;
    private final List<Column> ids;
    private final String insert;
    private final String update;
    private final String delete;

    /** @param entity the class whose fields describe the columns */
    RowTable(Class<?> entity) {
        columns = Arrays.stream(entity.getDeclaredFields())
                .filter(RowTable::isStored)
                .map(Column::of)
                .toList();
        ids = columns.stream().filter(Column::id).toList();
        String name = name(entity);
        insert = "insert into " + name + " (" + list(columns, "%1$s") + ") select " + list(columns, "%1$s::%2$s")
                + " from " + arrays(columns);
        update = insert + " on conflict (" + list(ids, "%1$s") + ") do update set "
                + list(columns.stream().filter(column -> !column.id()).toList(), "%1$s = excluded.%1$s");
        delete = "delete from " + name + " using " + arrays(ids) + " where "
                + ids.stream()
                        .map(id -> name + "." + id.name() + " = given." + id.name() + "::" + id.type())
                        .collect(Collectors.joining(" and "));
    }

    private static boolean isStored(Field field) {
        jakarta.persistence.Column column = field.getAnnotation(jakarta.persistence.Column.class);
        return !Modifier.isStatic(field.getModifiers())
                && !Modifier.isTransient(field.getModifiers())
                && !field.isAnnotationPresent(Transient.class)
                && (column == null || column.insertable());
    }

    /** The names of all columns that are written. */
    List<String> columns() {
        return columns.stream().map(Column::name).toList();
    }

    static String name(Class<?> entity) {
        Table table = entity.getAnnotation(Table.class);
        return table == null ? Column.snakeCase(entity.getSimpleName()) : table.name();
    }

    private static String list(List<Column> columns, String format) {
        return columns.stream()
                .map(column -> format.formatted(column.name(), column.type()))
                .collect(Collectors.joining(", "));
    }

    private static String arrays(List<Column> columns) {
        return "unnest(" + list(columns, "?::text[]") + ") as given (" + list(columns, "%1$s") + ")";
    }

    /** Inserts rows; fails if one exists. */
    void insert(Connection connection, Collection<?> rows) throws SQLException {
        execute(connection, insert, columns, rows);
    }

    /** Writes all columns of rows that exist. */
    void update(Connection connection, Collection<?> rows) throws SQLException {
        execute(connection, update, columns, rows);
    }

    void delete(Connection connection, Collection<?> rows) throws SQLException {
        execute(connection, delete, ids, rows);
    }

    private static void execute(Connection connection, String sql, List<Column> columns, Collection<?> rows)
            throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int column = 0; column < columns.size(); column++) {
                Array values = connection.createArrayOf(
                        "text", rows.stream().map(columns.get(column)::text).toArray(String[]::new));
                statement.setArray(column + 1, values);
            }
            statement.executeUpdate();
        }
    }
}
