package dcm.stack.service;

import dcm.stack.installation.Database;
import dcm.stack.machine.StackFailure;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Up to where the views have read the log. */
public final class ViewPositions {
    private ViewPositions() {}

    /** The offset after the last projected record of each partition; none of partitions that were never read. */
    public static Map<TopicPartition, Long> of(Database views) {
        try (Connection connection = DriverManager.getConnection(views.url(), views.properties());
                Statement sql = connection.createStatement()) {
            Map<TopicPartition, Long> positions = new HashMap<>();
            try (ResultSet rows =
                    sql.executeQuery("select topic, partition, next_offset from public.replay_position")) {
                while (rows.next()) {
                    positions.put(new TopicPartition(rows.getString(1), rows.getInt(2)), rows.getLong(3));
                }
            }
            return positions;
        } catch (SQLException e) {
            throw new StackFailure(
                    "The positions of the views cannot be read: %s. Start DCM with ./dcm up.".formatted(e.getMessage()),
                    e);
        }
    }
}
