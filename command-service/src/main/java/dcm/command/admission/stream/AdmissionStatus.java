package dcm.command.admission.stream;

import dcm.contract.identity.AggregateId;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The quarantined records and failures of this process's tasks, for health and metrics. Thread-safe. */
public final class AdmissionStatus {
    private final Map<Integer, Integer> quarantined = new ConcurrentHashMap<>();
    private final Map<AggregateId, String> failing = new ConcurrentHashMap<>();
    private final Map<Integer, StateSize> sizes = new ConcurrentHashMap<>();
    private volatile @Nullable String streamFailure;

    /**
     * The size of a partition's state.
     *
     * @param bytes of all keys and values
     */
    record StateSize(long entries, long bytes) {
        static final StateSize EMPTY = new StateSize(0, 0);

        StateSize plus(StateSize other) {
            return new StateSize(entries + other.entries, bytes + other.bytes);
        }
    }

    /** Sets the size of a partition's state. */
    void setStateSize(int partition, StateSize size) {
        sizes.put(partition, size);
    }

    /** The total size of the states of this process's partitions, as last measured. */
    StateSize stateSize() {
        return sizes.values().stream().reduce(StateSize.EMPTY, StateSize::plus);
    }

    /** The state size for which the heap suffices: a third of it; copies and cached owners need the rest. */
    static long stateLimitBytes() {
        return Runtime.getRuntime().maxMemory() / 3;
    }

    /** Sets the number of a partition's records that are in quarantine. */
    void setQuarantined(int partition, int records) {
        quarantined.put(partition, records);
    }

    /** The partition moved away from this process. */
    void release(int partition) {
        quarantined.remove(partition);
        sizes.remove(partition);
    }

    /** Due work of an aggregate failed and will be retried. */
    void failed(AggregateId aggregate, RuntimeException failure) {
        failing.put(aggregate, failure.toString());
    }

    /** Due work of an aggregate succeeded. */
    void succeeded(AggregateId aggregate) {
        failing.remove(aggregate);
    }

    /** The stream thread failed and is being replaced. */
    void streamFailed(Throwable failure) {
        streamFailure = failure.toString();
    }

    /** A stream thread is running. */
    void streamWorks() {
        streamFailure = null;
    }

    /** Why no stream thread is running; empty while one is. */
    public Optional<String> streamFailure() {
        return Optional.ofNullable(streamFailure);
    }

    /** The number of quarantined records. */
    public int quarantined() {
        return quarantined.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Why due work fails, by aggregate. */
    public SortedMap<AggregateId, String> failing() {
        SortedMap<AggregateId, String> sorted =
                new TreeMap<>((a, b) -> a.value().compareTo(b.value()));
        sorted.putAll(failing);
        return sorted;
    }
}
