package dcm.projection.replay;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import java.io.Serializable;
import org.apache.kafka.common.TopicPartition;

/** The next offset of one partition that is not in the views yet. */
@Entity
@IdClass(ReplayPosition.Key.class)
@SuppressWarnings("NullAway.Init") // the persistence provider fills the fields
public class ReplayPosition extends PanacheEntityBase {
    @Id
    public String topic;

    @Id
    public int partition;

    public long nextOffset;

    /** The next offset of {@code partition} that is not in the views yet. */
    static long nextOffset(TopicPartition partition) {
        ReplayPosition position = findById(new Key(partition.topic(), partition.partition()));
        return position == null ? 0 : position.nextOffset;
    }

    /** The primary key. */
    public record Key(String topic, int partition) implements Serializable {}
}
