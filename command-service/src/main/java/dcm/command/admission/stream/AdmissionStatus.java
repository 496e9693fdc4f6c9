package dcm.command.admission.stream;

import dcm.contract.identity.AggregateId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The quarantined records, discarded reports and failures of this process's tasks, for health and metrics. Thread-safe. */
public final class AdmissionStatus {
    static final String UNKNOWN_SOURCE = "unknown";

    private static final Duration LOG_INTERVAL = Duration.ofSeconds(10);

    private final Map<Integer, Integer> quarantined = new ConcurrentHashMap<>();
    private final Map<AggregateId, String> failing = new ConcurrentHashMap<>();
    private final Map<Integer, StateSize> sizes = new ConcurrentHashMap<>();
    private final Map<String, Discarded> discarded = new ConcurrentHashMap<>();
    /** When each partition's task last ran, in nanoseconds of {@link #ticker}. */
    private final Map<Integer, Long> progress = new ConcurrentHashMap<>();

    private final AdmissionMetrics metrics;
    private final LongSupplier ticker;
    private volatile @Nullable String streamFailure;

    /** The reports of one source that were discarded. */
    private record Discarded(long count, Instant latest, Instant logged) {}

    AdmissionStatus(AdmissionMetrics metrics) {
        this(metrics, System::nanoTime);
    }

    /** @param ticker a clock that nobody sets, in nanoseconds */
    AdmissionStatus(AdmissionMetrics metrics, LongSupplier ticker) {
        this.metrics = metrics;
        this.ticker = ticker;
    }

    AdmissionMetrics metrics() {
        return metrics;
    }

    /**
     * A report was discarded, because the source that it claims has not written it or may not send it.
     *
     * @param source the claimed source, if there is one of this name; otherwise {@link #UNKNOWN_SOURCE}
     * @return whether to log it: a source that sends many of them must not fill the log file
     */
    boolean reportDiscarded(String source, Instant now) {
        metrics.discarded(source);
        return discarded
                .merge(
                        source,
                        new Discarded(1, now, now),
                        (before, one) -> new Discarded(
                                before.count() + 1,
                                now,
                                before.logged().plus(LOG_INTERVAL).isAfter(now) ? before.logged() : now))
                .logged()
                .equals(now);
    }

    /** The number of reports of each claimed source that were discarded, of sources with one after {@code since}. */
    SortedMap<String, Long> discardedReports(Instant since) {
        SortedMap<String, Long> counts = new TreeMap<>();
        discarded.forEach((source, of) -> {
            if (of.latest().isAfter(since)) {
                counts.put(source, of.count());
            }
        });
        return counts;
    }

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

    /** The partition's task processes an input or its due work, which it does every few seconds. */
    void progressed(int partition) {
        progress.put(partition, ticker.getAsLong());
    }

    /** The time since the task that has waited longest last ran; zero if this process has no task. */
    Duration progressAge() {
        long now = ticker.getAsLong();
        return Duration.ofNanos(
                progress.values().stream().mapToLong(last -> now - last).max().orElse(0));
    }

    /** The partition moved away from this process. */
    void release(int partition) {
        progress.remove(partition);
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
