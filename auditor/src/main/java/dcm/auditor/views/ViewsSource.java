package dcm.auditor.views;

import dcm.auditor.finding.AuditFailure;
import dcm.auditor.views.AuditedViews.ContainerRow;
import dcm.auditor.views.AuditedViews.ImageRow;
import dcm.auditor.views.AuditedViews.IntentRow;
import dcm.auditor.views.AuditedViews.PortRow;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/** Reads projection-service's tables. */
public final class ViewsSource {
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final String url;
    private final String user;
    private final String password;

    /** @param url the JDBC address of the database */
    public ViewsSource(String url, String user, String password) {
        this.url = url;
        this.user = user;
        this.password = password;
    }

    /** Waits until the views contain the log up to {@code ends}, and reads them in one transaction. */
    public AuditedViews read(Map<TopicPartition, Long> ends) throws InterruptedException {
        try (Connection database = DriverManager.getConnection(url, user, password)) {
            boolean behind = !await(database, ends);
            database.setAutoCommit(false);
            database.setReadOnly(true);
            database.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            return new AuditedViews(
                    positions(database),
                    behind,
                    sequences(database),
                    byId(intents(database), IntentRow::id),
                    new HashSet<>(list(database, "select id from audit where id not like '%/%'", row -> text(row, 1))),
                    byId(containers(database), ContainerRow::id),
                    ports(database),
                    byId(images(database), ImageRow::id));
        } catch (SQLException e) {
            throw new AuditFailure("The views cannot be read: " + e.getMessage(), e);
        }
    }

    private static boolean await(Connection database, Map<TopicPartition, Long> ends)
            throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + BOUND.toNanos();
        while (!contains(positions(database), ends)) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            Thread.sleep(PAUSE);
        }
        return true;
    }

    private static boolean contains(Map<TopicPartition, Long> positions, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> positions.getOrDefault(end.getKey(), 0L) >= end.getValue());
    }

    private static Map<TopicPartition, Long> positions(Connection database) throws SQLException {
        Map<TopicPartition, Long> positions = new HashMap<>();
        list(
                database,
                "select topic, partition, next_offset from replay_position",
                row -> positions.put(new TopicPartition(text(row, 1), row.getInt(2)), row.getLong(3)));
        return positions;
    }

    private static Map<String, Long> sequences(Connection database) throws SQLException {
        Map<String, Long> sequences = new HashMap<>();
        list(
                database,
                "select owner, sequence from owner_position",
                row -> sequences.put(text(row, 1), row.getLong(2)));
        return sequences;
    }

    private static List<IntentRow> intents(Connection database) throws SQLException {
        return list(
                database,
                "select id, status, recorded_at is not null, ended_at is not null from intent",
                row -> new IntentRow(text(row, 1), text(row, 2), row.getBoolean(3), row.getBoolean(4)));
    }

    private static List<ContainerRow> containers(Connection database) throws SQLException {
        return list(
                database,
                "select id, owner, name, digest, host, state, settled, milli_cpus, memory_mib, pids, counted_milli_cpus,"
                        + " counted_memory_mib, counted_pids, counted_ports, ssh_port, sequence from container",
                row -> new ContainerRow(
                        text(row, 1),
                        text(row, 2),
                        text(row, 3),
                        text(row, 4),
                        text(row, 5),
                        text(row, 6),
                        text(row, 7),
                        row.getInt(8),
                        row.getInt(9),
                        row.getInt(10),
                        row.getInt(11),
                        row.getInt(12),
                        row.getInt(13),
                        row.getInt(14),
                        row.getObject(15, Integer.class),
                        row.getLong(16)));
    }

    private static List<PortRow> ports(Connection database) throws SQLException {
        return list(
                database,
                "select container, owner, address, number, protocol from port",
                row -> new PortRow(text(row, 1), text(row, 2), text(row, 3), row.getInt(4), text(row, 5)));
    }

    private static List<ImageRow> images(Connection database) throws SQLException {
        return list(
                database,
                "select id, owner, name, state, host, deleted_at is not null from image",
                row -> new ImageRow(
                        text(row, 1), text(row, 2), text(row, 3), text(row, 4), text(row, 5), row.getBoolean(6)));
    }

    private static <T> Map<String, T> byId(List<T> rows, Function<T, String> id) {
        return rows.stream().collect(Collectors.toMap(id, Function.identity()));
    }

    /** Converts one row. */
    @FunctionalInterface
    private interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private static <T> List<T> list(Connection database, String query, RowReader<T> reader) throws SQLException {
        List<T> all = new ArrayList<>();
        try (Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                all.add(reader.read(rows));
            }
        }
        return all;
    }

    private static String text(ResultSet row, int column) throws SQLException {
        String text = row.getString(column);
        return text == null ? "" : text;
    }
}
