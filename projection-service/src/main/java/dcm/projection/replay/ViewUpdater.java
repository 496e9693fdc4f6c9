package dcm.projection.replay;

import dcm.contract.topic.Topic;
import dcm.kafka.LogReader;
import dcm.projection.change.ChangedView;
import dcm.projection.change.LiveChanges;
import dcm.projection.replay.ReplayPositions.Stored;
import dcm.projection.table.BatchRows;
import dcm.rest.readiness.LogReaderReadiness;
import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.hibernate.StatelessSession;

/**
 * Projects the intents and events of the log into the views. One transaction stores the rows and the positions of a
 * batch. After a failure, reading resumes from the stored positions. So each record is projected exactly once.
 */
@Startup
@ApplicationScoped
public class ViewUpdater {
    /** The maximum number of records in a transaction. */
    private static final int MAX_BATCH = 2_000;

    private final ViewProgress progress;
    private final LiveChanges changes;
    private final ReplayPositions positions;
    private final BatchProjection projection;
    private final LogReader reader;
    private final CatchUpGoal goal = new CatchUpGoal();
    /** The positions in the database, as this reader last read or stored them. */
    private Stored stored = Stored.NONE;

    private boolean started;

    /** The result of a transaction. */
    private record Batch(Stored stored, Set<ChangedView> changed) {}

    ViewUpdater(
            LogReaderReadiness readers,
            ViewProgress progress,
            LiveChanges changes,
            AgroalDataSource database,
            StatelessSession session) {
        this.progress = progress;
        this.changes = changes;
        this.positions = new ReplayPositions(database);
        this.projection = new BatchProjection(new BatchRows(database, session));
        List<TopicPartition> partitions = Stream.of(Topic.INTENTS, Topic.EVENTS)
                .flatMap(topic -> LogReader.partitions(topic.topicName(), topic.partitions()).stream())
                .toList();
        this.reader = readers.register(
                new LogReader("replay", readers.connection(), partitions, this::storedPositions, this::take)
                        .withBatchesOf(MAX_BATCH));
        progress.follow(reader, goal);
        changes.setCurrencyCheck(() -> progress.isComplete() && goal.isReached());
    }

    @PostConstruct
    void start() {
        reader.start();
    }

    @PreDestroy
    void stop() {
        reader.close();
    }

    private Map<TopicPartition, Long> storedPositions(
            Consumer<?, ?> consumer, List<TopicPartition> partitions, Map<TopicPartition, Long> handled) {
        Map<TopicPartition, Long> next = new HashMap<>(consumer.beginningOffsets(partitions));
        Stored found = QuarkusTransaction.requiringNew().call(positions::read);
        next.putAll(found.positions());
        if (!started || !found.equals(stored)) {
            // The views are being built, or changes were committed that this reader does not know of.
            goal.set(next, consumer.endOffsets(partitions));
            resetIfReached();
        }
        started = true;
        stored = found;
        progress.advanced(next);
        return next;
    }

    private void resetIfReached() {
        if (goal.isReached()) {
            changes.reset();
        }
    }

    private void take(ConsumerRecords<String, byte[]> records) {
        Map<TopicPartition, Long> next = new HashMap<>();
        records.nextOffsets().forEach((partition, position) -> next.put(partition, position.offset()));
        Batch batch = null;
        try {
            batch = QuarkusTransaction.requiringNew().call(() -> {
                requireStored();
                Stored after = positions.write(stored, next);
                return new Batch(after, projection.project(records));
            });
        } finally {
            if (batch == null) {
                projection.reset();
            }
        }
        projection.committed();
        stored = batch.stored();
        progress.advanced(next);
        if (goal.isReached()) {
            changes.record(batch.changed());
        } else {
            goal.advance(next);
            resetIfReached();
        }
    }

    /**
     * Fails if the positions in the database are not those that this reader last read or stored. They are ahead if
     * another instance of this service writes the views. They are behind if the database lost its last transactions in
     * a crash. They are others if the views were replaced by rebuilt ones. The reader then resumes from the stored positions, so no
     * record is skipped.
     */
    private void requireStored() throws SQLException {
        if (!positions.read().equals(stored)) {
            throw new IllegalStateException(
                    "the views are at other positions than this reader left them at: the database lost"
                            + " transactions, or another instance of this service writes the views");
        }
    }
}
