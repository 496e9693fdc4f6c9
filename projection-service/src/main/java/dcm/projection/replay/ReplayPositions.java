package dcm.projection.replay;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.kafka.common.TopicPartition;

/** The next offset of each partition to read into the views, in the table {@code replay_position}. */
final class ReplayPositions {
    private static final String READ = "select topic, partition, next_offset, tableoid from replay_position";

    private static final String WRITE = "insert into replay_position (topic, partition, next_offset)"
            + " select * from unnest(?::text[], ?::int[], ?::bigint[])"
            + " on conflict (topic, partition) do update set next_offset = excluded.next_offset returning tableoid";

    private final DataSource database;

    ReplayPositions(DataSource database) {
        this.database = database;
    }

    /**
     * What is stored.
     *
     * @param table identifies the table. Views that were built elsewhere have another one; 0 if it has no rows
     */
    record Stored(long table, Map<TopicPartition, Long> positions) {
        static final Stored NONE = new Stored(0, Map.of());
    }

    Stored read() throws SQLException {
        Map<TopicPartition, Long> positions = new HashMap<>();
        long table = 0;
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(READ);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                positions.put(new TopicPartition(rows.getString(1), rows.getInt(2)), rows.getLong(3));
                table = rows.getLong(4);
            }
        }
        return new Stored(table, positions);
    }

    /** Writes positions. Returns what is stored then, where {@code before} was stored. */
    Stored write(Stored before, Map<TopicPartition, Long> next) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(WRITE)) {
            Object[] topics = next.keySet().stream().map(TopicPartition::topic).toArray();
            Object[] partitions =
                    next.keySet().stream().map(TopicPartition::partition).toArray();
            statement.setArray(1, connection.createArrayOf("text", topics));
            statement.setArray(2, connection.createArrayOf("int", partitions));
            statement.setArray(
                    3, connection.createArrayOf("bigint", next.values().toArray()));
            try (ResultSet written = statement.executeQuery()) {
                Map<TopicPartition, Long> positions = new HashMap<>(before.positions());
                positions.putAll(next);
                return new Stored(written.next() ? written.getLong(1) : before.table(), positions);
            }
        }
    }
}
