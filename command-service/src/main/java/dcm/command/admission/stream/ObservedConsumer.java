package dcm.command.admission.stream;

import dcm.kafka.KafkaRecords;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A consumer of a stream thread that adds what it polls to the thread's {@link UnprocessedRecords}.
 *
 * <p>Under load, it polls twice. The answer to the fetch that was sent before the last transaction has only the first record that arrived
 * meanwhile, which would get a transaction of its own. The next fetch has the others.
 */
final class ObservedConsumer extends KafkaConsumer<byte[], byte[]> {
    /** Records that are there so soon after a commit have waited for it: a single client needs longer to send its next request. */
    private static final Duration UNDER_LOAD = Duration.ofMillis(3);

    private static final Duration SECOND_POLL = Duration.ofMillis(2);

    /** Revoked or lost during the second poll. */
    private final Set<TopicPartition> taken = new HashSet<>();

    ObservedConsumer(Map<String, Object> config) {
        super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public void subscribe(Collection<String> topics, ConsumerRebalanceListener listener) {
        super.subscribe(topics, new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                taken.addAll(partitions);
                listener.onPartitionsRevoked(partitions);
            }

            @Override
            public void onPartitionsLost(Collection<TopicPartition> partitions) {
                taken.addAll(partitions);
                listener.onPartitionsLost(partitions);
            }

            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                listener.onPartitionsAssigned(partitions);
            }
        });
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        ConsumerRecords<byte[], byte[]> records = super.poll(timeout);
        if (records.isEmpty()) {
            return records;
        }
        UnprocessedRecords unprocessed = UnprocessedRecords.ofThread();
        if (unprocessed.hasCommittedWithin(UNDER_LOAD)) {
            records = pollAgain(records);
        }
        unprocessed.polled(records, assignment());
        return records;
    }

    private ConsumerRecords<byte[], byte[]> pollAgain(ConsumerRecords<byte[], byte[]> first) {
        taken.clear();
        ConsumerRecords<byte[], byte[]> second;
        try {
            second = super.poll(SECOND_POLL);
        } catch (RuntimeException e) {
            first.partitions().forEach(partition -> readAgain(partition, first)); // the caller gets no records
            throw e;
        }
        Set<TopicPartition> kept = new HashSet<>(assignment());
        kept.removeAll(taken);
        for (TopicPartition paused : paused()) { // its task is being restored, and takes no records
            kept.remove(paused);
            readAgain(paused, first);
        }
        return KafkaRecords.together(first, kept, second);
    }

    /** The next consumer of a partition that was taken, perhaps this one, begins at the position that is committed. */
    private void readAgain(TopicPartition partition, ConsumerRecords<byte[], byte[]> polled) {
        if (polled.partitions().contains(partition) && assignment().contains(partition) && !taken.contains(partition)) {
            seek(partition, polled.records(partition).getFirst().offset());
        }
    }
}
