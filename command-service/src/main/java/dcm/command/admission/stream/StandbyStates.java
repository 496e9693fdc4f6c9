package dcm.command.admission.stream;

import dcm.command.admission.decision.AdmissionPolicy;
import dcm.command.admission.decision.DecisionContext;
import dcm.command.admission.state.OwnerState;
import dcm.contract.identity.OwnerName;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
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

    /** The state of an owner; empty if this instance has no recent copy. */
    Optional<OwnerState> find(int partition, OwnerName owner) {
        try {
            if (!isStandby(partition)
                    || lag(partition).filter(lag -> lag <= MAX_LAG).isEmpty()) {
                return Optional.empty();
            }
            KeyValueTable copy = KeyValueTable.readOnly(streams.get()
                    .store(StoreQueryParameters.fromNameAndType(
                                    AdmissionStateStore.NAME, QueryableStoreTypes.<String, byte[]>keyValueStore())
                            .withPartition(partition)
                            .enableStaleStores()));
            return Optional.of(new AdmissionStateStore(copy).owners().uncached(owner))
                    .filter(state -> state.account() != null); // the caller has one
        } catch (InvalidStateStoreException e) { // the task moves, or the streams have not started
            LOG.debugf("dry run is not possible: account=%s reason=%s", owner, e.getMessage());
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

    private Optional<Long> lag(int partition) {
        Map<Integer, LagInfo> lags =
                streams.get().allLocalStorePartitionLags().getOrDefault(AdmissionStateStore.NAME, Map.of());
        return Optional.ofNullable(lags.get(partition)).map(LagInfo::offsetLag);
    }

    /** What else a decision reads. */
    DecisionContext context(Instant now) {
        return tables.context(policy, now);
    }
}
