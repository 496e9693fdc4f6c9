package dcm.projection.replay;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.apache.kafka.common.TopicPartition;

/**
 * The partitions whose records this instance projects, and their positions in the database. A claim replaces that of any other instance. Each
 * batch checks the claims in its own transaction, so an instance that has lost a partition cannot commit, even if it has not noticed the
 * loss. One thread claims and advances.
 */
final class PartitionClaims {
    private static final String CLAIM = "insert into replay_position (topic, partition, next_offset, holder)"
            + " select topic, partition, next_offset, ? from unnest(?::text[], ?::int[], ?::bigint[])"
            + " as claimed(topic, partition, next_offset) order by topic, partition"
            + " on conflict (topic, partition) do update set holder = excluded.holder"
            + " returning topic, partition, next_offset, tableoid";

    /** Waits for the end of a transaction that claims or advances one of the partitions. */
    private static final String HELD = "select topic, partition, next_offset from replay_position where holder = ?"
            + " order by topic, partition for update";

    private static final String ADVANCE = "update replay_position p set next_offset = n.next_offset"
            + " from unnest(?::text[], ?::int[], ?::bigint[]) as n(topic, partition, next_offset)"
            + " where p.topic = n.topic and p.partition = n.partition";

    private static final String ALL = "select topic, partition, next_offset from replay_position";

    private final DataSource database;
    private String holder = "";
    private long table;
    /** The positions of the claimed partitions, as this instance last read or stored them. */
    private volatile Map<TopicPartition, Long> claimed = Map.of();

    PartitionClaims(DataSource database) {
        this.database = database;
    }

    /**
     * Claims partitions instead of those before, in the current transaction.
     *
     * @param beginnings where to start with a partition that was never read
     * @return the position of each partition
     */
    Map<TopicPartition, Long> claim(Map<TopicPartition, Long> beginnings) throws SQLException {
        holder = UUID.randomUUID().toString();
        if (beginnings.isEmpty()) {
            claimed = Map.of();
            return claimed;
        }
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(CLAIM)) {
            statement.setString(1, holder);
            setPositions(connection, statement, 2, beginnings);
            try (ResultSet rows = statement.executeQuery()) {
                Map<TopicPartition, Long> found = new HashMap<>();
                while (rows.next()) {
                    put(rows, found);
                    table = rows.getLong(4);
                }
                claimed = Map.copyOf(found);
            }
        }
        return claimed;
    }

    /** Identifies the table of the last claim: views that were rebuilt elsewhere and have replaced the former ones have another one. */
    long table() {
        return table;
    }

    /**
     * Stores the positions after a batch, in its transaction. Call {@link #committed} after it.
     *
     * @throws IllegalStateException if the positions in the database are not those that this instance last read or stored. Another instance has
     *     claimed a partition, the views were removed or replaced, or the database lost its last transactions in a crash. Claim again, then no record is
     *     skipped
     */
    void advance(Map<TopicPartition, Long> next) throws SQLException {
        try (Connection connection = database.getConnection()) {
            requireClaimed(connection);
            try (PreparedStatement statement = connection.prepareStatement(ADVANCE)) {
                setPositions(connection, statement, 1, next);
                statement.executeUpdate();
            }
        }
    }

    private void requireClaimed(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(HELD)) {
            statement.setString(1, holder);
            Map<TopicPartition, Long> found = positions(statement);
            if (!found.equals(claimed)) {
                throw new IllegalStateException(
                        "of %d partitions, this instance holds %d, at other positions or not at all:"
                                        .formatted(claimed.size(), found.size())
                                + " another instance has taken them over, the views were replaced, or the database lost"
                                + " transactions");
            }
        }
    }

    /** The transaction of a batch has been committed. */
    void committed(Map<TopicPartition, Long> next) {
        Map<TopicPartition, Long> advanced = new HashMap<>(claimed);
        advanced.putAll(next);
        claimed = Map.copyOf(advanced);
    }

    /** The claimed partitions, and their positions as this instance last read or stored them. Thread-safe. */
    Map<TopicPartition, Long> claimed() {
        return claimed;
    }

    /** The claimed partitions. Thread-safe. */
    Set<TopicPartition> partitions() {
        return claimed.keySet();
    }

    /** The positions of all partitions, of all instances. Thread-safe. */
    Map<TopicPartition, Long> all() throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(ALL)) {
            return positions(statement);
        }
    }

    private static Map<TopicPartition, Long> positions(PreparedStatement statement) throws SQLException {
        Map<TopicPartition, Long> positions = new HashMap<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                put(rows, positions);
            }
        }
        return Map.copyOf(positions);
    }

    private static void put(ResultSet row, Map<TopicPartition, Long> positions) throws SQLException {
        positions.put(new TopicPartition(row.getString(1), row.getInt(2)), row.getLong(3));
    }

    private static void setPositions(
            Connection connection, PreparedStatement statement, int first, Map<TopicPartition, Long> positions)
            throws SQLException {
        List<TopicPartition> sorted = positions.keySet().stream()
                .sorted(Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition))
                .toList();
        statement.setArray(
                first,
                array(
                        connection,
                        "text",
                        sorted.stream().map(TopicPartition::topic).toArray()));
        statement.setArray(
                first + 1,
                array(
                        connection,
                        "int",
                        sorted.stream().map(TopicPartition::partition).toArray()));
        statement.setArray(
                first + 2,
                array(connection, "bigint", sorted.stream().map(positions::get).toArray()));
    }

    private static Array array(Connection connection, String type, Object[] values) throws SQLException {
        return connection.createArrayOf(type, values);
    }
}
