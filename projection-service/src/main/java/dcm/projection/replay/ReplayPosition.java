package dcm.projection.replay;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** The next offset of one partition to read into the views. */
@Entity
@IdClass(ReplayPosition.Key.class)
@SuppressWarnings("NullAway.Init") // the persistence provider fills the fields
public class ReplayPosition extends PanacheEntityBase {
    @Id
    public String topic;

    @Id
    public int partition;

    public long nextOffset;

    static long nextOffset(TopicPartition partition) {
        ReplayPosition position = findById(new Key(partition.topic(), partition.partition()));
        return position == null ? 0 : position.nextOffset;
    }

    static Map<TopicPartition, Long> all() {
        Map<TopicPartition, Long> positions = new HashMap<>();
        ReplayPosition.<ReplayPosition>listAll()
                .forEach(position ->
                        positions.put(new TopicPartition(position.topic, position.partition), position.nextOffset));
        return positions;
    }

    static void put(TopicPartition partition, long nextOffset) {
        ReplayPosition position = findById(new Key(partition.topic(), partition.partition()));
        if (position == null) {
            position = new ReplayPosition();
            position.topic = partition.topic();
            position.partition = partition.partition();
            position.persist();
        }
        position.nextOffset = nextOffset;
    }

    /** The primary key. */
    public record Key(String topic, int partition) implements Serializable {}
}
