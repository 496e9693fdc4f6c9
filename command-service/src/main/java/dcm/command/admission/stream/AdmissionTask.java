package dcm.command.admission.stream;

import dcm.command.admission.decision.AdmissionPolicy;
import dcm.command.admission.decision.DecisionContext;
import dcm.command.admission.stream.AdmissionStatus.StateSize;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.HostName;
import dcm.contract.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jboss.logging.MDC;

/**
 * What the parts of one stream task share: its state and unit of work, the tables that decisions read, and the time.
 * Not thread-safe, except for {@link #read}.
 */
final class AdmissionTask {
    /** How long readers wait for the end of an input. */
    private static final Duration LONGEST_INPUT = Duration.ofSeconds(1);

    private final ProcessorContext<String, OutgoingRecord> context;
    private final ReferenceTables tables;
    private final AdmissionPolicy policy;
    private final MeasuredTable table;
    private final UnitOfWork unit;
    private final AdmissionStateStore state;
    /** Held while an input is processed, so that other threads see the state between two inputs. */
    private final ReentrantLock lock = new ReentrantLock();

    AdmissionTask(ProcessorContext<String, OutgoingRecord> context, ReferenceTables tables, AdmissionPolicy policy) {
        this.context = context;
        this.tables = tables;
        this.policy = policy;
        this.table = new MeasuredTable(
                KeyValueTable.of(context.<KeyValueStore<String, byte[]>>getStateStore(AdmissionStateStore.NAME)));
        this.unit = new UnitOfWork(table);
        this.state = new AdmissionStateStore(unit.table());
    }

    ReferenceTables tables() {
        return tables;
    }

    AdmissionStateStore state() {
        return state;
    }

    /** The size of the state. */
    StateSize stateSize() {
        return table.size();
    }

    /** The partition of the inputs. */
    int partition() {
        return context.taskId().partition();
    }

    /** Whether this task decides about an aggregate. */
    boolean isHere(AggregateId aggregate) {
        return tables.partitions().applyAsInt(aggregate) == partition();
    }

    /** Whether this task decides about a host. */
    boolean isHere(HostName host) {
        return isHere(AggregateId.of(host));
    }

    Instant now() {
        return Instant.ofEpochMilli(context.currentSystemTimeMs());
    }

    DecisionContext decisionContext() {
        return decisionContext(now());
    }

    DecisionContext decisionContext(Instant now) {
        return tables.context(policy, now);
    }

    /**
     * Reads the state after the last input; empty if an input takes too long. Any thread can call this method.
     *
     * @param reader returns an immutable part of the state
     */
    <T> Optional<T> read(Function<AdmissionStateStore, T> reader) throws InterruptedException {
        if (!lock.tryLock(LONGEST_INPUT.toMillis(), TimeUnit.MILLISECONDS)) {
            return Optional.empty();
        }
        try {
            return Optional.of(reader.apply(state));
        } finally {
            lock.unlock();
        }
    }

    /**
     * Does {@code work} as one unit.
     *
     * @return the failure, in which case nothing has changed; empty if it succeeded
     */
    Optional<RuntimeException> attempt(Runnable work) {
        lock.lock();
        try {
            Optional<RuntimeException> failure = unit.run(work);
            if (failure.isPresent()) {
                state.owners().tableChanged();
            }
            return failure;
        } finally {
            MDC.clear();
            lock.unlock();
        }
    }

    /** Runs {@code effect} when the current work has succeeded. */
    void onSuccess(Runnable effect) {
        unit.onSuccess(effect);
    }

    /** Forwards a record to a topic when the current work has succeeded. */
    void forward(Topic topic, String key, OutgoingRecord outgoing, Headers headers) {
        Record<String, OutgoingRecord> record = new Record<>(key, outgoing, now().toEpochMilli(), headers);
        unit.onSuccess(() -> {
            if (outgoing.host() != null) {
                tables.topics().ensure(outgoing.host());
            }
            context.forward(record, OutgoingRecord.sink(topic));
        });
    }
}
