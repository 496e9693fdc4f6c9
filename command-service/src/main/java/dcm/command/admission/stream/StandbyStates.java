package dcm.command.admission.stream;

import dcm.command.admission.decision.AdmissionPolicy;
import dcm.command.admission.decision.DecisionContext;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.LagInfo;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.jboss.logging.Logger;

/**
 * The copies of the states of other instances' tasks, which this instance keeps to take the tasks over. They are some milliseconds old, which is
 * good enough for a dry run. Thread-safe.
 */
final class StandbyStates {
    private static final Logger LOG = Logger.getLogger(StandbyStates.class);

    /** In records and transaction markers. A copy that is being read usually has a higher one. */
    private static final long MAX_LAG = 50;

    private final Supplier<KafkaStreams> streams;
    private final ReferenceTables tables;
    private final AdmissionPolicy policy;

    StandbyStates(Supplier<KafkaStreams> streams, ReferenceTables tables, AdmissionPolicy policy) {
        this.streams = streams;
        this.tables = tables;
        this.policy = policy;
    }

    /** Reads a state; empty if this instance has no recent copy of the partition. */
    <S> Optional<S> read(int partition, Function<AdmissionStateStore, S> reader) {
        try {
            if (!isStandby(partition) || !isRecent(partition)) {
                return Optional.empty();
            }
            KeyValueTable copy = new KeyValueTable.ReadOnly(streams.get()
                    .store(StoreQueryParameters.fromNameAndType(
                                    AdmissionStateStore.NAME, QueryableStoreTypes.<String, byte[]>keyValueStore())
                            .withPartition(partition)
                            .enableStaleStores()));
            return Optional.of(reader.apply(new AdmissionStateStore(copy)));
        } catch (InvalidStateStoreException e) { // the task moves, or the streams have not started
            LOG.debugf("dry run is not possible: partition=%d reason=%s", partition, e.getMessage());
            return Optional.empty();
        } catch (StreamsException e) {
            LOG.warnf("lag of a standby could not be read: partition=%d reason=%s", partition, e.getMessage());
            return Optional.empty();
        }
    }

    /** False for a task of this instance that is reading its state to become active. */
    private boolean isStandby(int partition) {
        return streams.get().metadataForLocalThreads().stream()
                .flatMap(thread -> thread.standbyTasks().stream())
                .anyMatch(task -> task.taskId().partition() == partition);
    }

    private boolean isRecent(int partition) {
        LagInfo lag = streams.get()
                .allLocalStorePartitionLags()
                .getOrDefault(AdmissionStateStore.NAME, Map.of())
                .get(partition);
        return lag != null
                && lag.offsetLag() <= MAX_LAG
                && (lag.currentOffsetPosition() > 0 || lag.endOffsetPosition() == 0); // a copy that is not read yet
    }

    /** What else a decision reads. */
    DecisionContext context(Instant now) {
        return tables.context(policy, now);
    }

    ReferenceTables tables() {
        return tables;
    }
}
