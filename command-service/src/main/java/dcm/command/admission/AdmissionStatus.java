package dcm.command.admission;

import dcm.contract.identity.AggregateId;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What the tasks of this process could not process, for health and metrics. Thread-safe. */
public final class AdmissionStatus {
    private final Map<Integer, Integer> quarantined = new ConcurrentHashMap<>();
    private final Map<AggregateId, String> failing = new ConcurrentHashMap<>();
    private volatile @Nullable String streamFailure;

    /** Sets how many records of a partition are in quarantine. */
    void setQuarantined(int partition, int records) {
        quarantined.put(partition, records);
    }

    /** Another process, or none, has the partition from now on. */
    void release(int partition) {
        quarantined.remove(partition);
    }

    /** Work that is due at a time failed for an aggregate, and is retried. */
    void failed(AggregateId aggregate, RuntimeException failure) {
        failing.put(aggregate, failure.toString());
    }

    /** Work that is due at a time succeeded for an aggregate. */
    void succeeded(AggregateId aggregate) {
        failing.remove(aggregate);
    }

    /** The stream thread failed, and is being replaced. */
    void streamFailed(Throwable failure) {
        streamFailure = failure.toString();
    }

    /** A stream thread works. */
    void streamWorks() {
        streamFailure = null;
    }

    /** Why no stream thread works; empty while one does. */
    public Optional<String> streamFailure() {
        return Optional.ofNullable(streamFailure);
    }

    /** How many records are in quarantine. */
    public int quarantined() {
        return quarantined.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Why work that is due at a time fails, by aggregate. */
    public SortedMap<AggregateId, String> failing() {
        SortedMap<AggregateId, String> sorted =
                new TreeMap<>((a, b) -> a.value().compareTo(b.value()));
        sorted.putAll(failing);
        return sorted;
    }
}
