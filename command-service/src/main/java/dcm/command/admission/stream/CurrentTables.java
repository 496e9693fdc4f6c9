package dcm.command.admission.stream;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import dcm.kafka.KafkaConnection;
import dcm.kafka.LogReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Waits until tables contain what is in the log now. An instance can take over tasks long after its start, and must not decide with
 * older tables than the former instance. Thread-safe.
 */
final class CurrentTables implements ReferenceTables.Source {
    private static final Logger LOG = Logger.getLogger(CurrentTables.class);

    private static final Duration RETRY = Duration.ofSeconds(1);

    private final Admin admin;
    private final List<LogReader> readers;
    private Map<TopicPartition, Long> ends = Map.of();
    private long askedAt;

    /** Creates an instance that is used until the process ends. */
    CurrentTables(KafkaConnection connection, List<LogReader> readers) {
        this.admin = Admin.create(connection.properties());
        this.readers = List.copyOf(readers);
    }

    @Override
    public boolean awaitCaughtUp(Duration bound) throws InterruptedException {
        return awaitCaughtUp(System.nanoTime(), bound);
    }

    /** @param since tasks that wait at the same time share an answer of the broker that was asked for after this */
    private synchronized boolean awaitCaughtUp(long since, Duration bound) throws InterruptedException {
        if (ends.isEmpty() || askedAt - since < 0) {
            try {
                askedAt = System.nanoTime();
                ends = ends(bound);
            } catch (ExecutionException | TimeoutException e) {
                LOG.warnf("ends of the tables could not be read, the read is retried: reason=%s", e.getMessage());
                Thread.sleep(RETRY);
                return false;
            }
        }
        for (LogReader reader : readers) {
            Map<TopicPartition, Long> own =
                    reader.partitions().stream().collect(toMap(identity(), p -> ends.getOrDefault(p, 0L)));
            if (!reader.awaitReached(own, bound)) {
                return false;
            }
        }
        return true;
    }

    /** The ends, including transactions that are open: the last one of another instance can be committed in some of its partitions only. */
    private Map<TopicPartition, Long> ends(Duration bound)
            throws InterruptedException, ExecutionException, TimeoutException {
        return admin
                .listOffsets(
                        readers.stream()
                                .flatMap(reader -> reader.partitions().stream())
                                .collect(toMap(identity(), partition -> OffsetSpec.latest())),
                        new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED).timeoutMs((int) bound.toMillis()))
                .all()
                .get(bound.toMillis(), TimeUnit.MILLISECONDS)
                .entrySet()
                .stream()
                .collect(toMap(Map.Entry::getKey, end -> end.getValue().offset()));
    }
}
