package dcm.command.admission.stream;

import dcm.contract.envelope.Encoded;
import dcm.contract.topic.Topic;
import dcm.kafka.KafkaRecords;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jboss.logging.Logger;

/**
 * A producer that sends the records of a transaction together, and notifies a listener of events as soon as the transaction is committed.
 * Readers of the log receive them some milliseconds later, when the broker has marked all partitions of the transaction. Not thread-safe.
 */
final class CommitNotifyingProducer extends KafkaProducer<byte[], byte[]> {
    private static final Logger LOG = Logger.getLogger(CommitNotifyingProducer.class);

    private final Consumer<List<Encoded>> listener;
    private final List<Encoded> events = new ArrayList<>();
    private final UnsentRecords unsent = new UnsentRecords((record, callback) -> {
        var _ = super.send(record, callback); // fails with what the callback gets
    });

    CommitNotifyingProducer(Map<String, Object> config, Consumer<List<Encoded>> listener) {
        super(config, new ByteArraySerializer(), new ByteArraySerializer());
        this.listener = listener;
    }

    @Override
    public void beginTransaction() {
        events.clear();
        unsent.clear();
        super.beginTransaction();
    }

    @Override
    public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
        if (record.topic().equals(Topic.EVENTS.topicName())) {
            events.add(new Encoded(KafkaRecords.headers(record.headers()), record.value()));
        }
        return unsent.add(record, callback);
    }

    @Override
    public void flush() {
        unsent.send();
        super.flush();
    }

    @Override
    public void abortTransaction() {
        unsent.clear();
        super.abortTransaction();
    }

    @Override
    public void commitTransaction() {
        unsent.send();
        unsent.requireSent();
        super.commitTransaction();
        UnprocessedRecords.ofThread().committed();
        List<Encoded> committed = List.copyOf(events);
        events.clear();
        try {
            listener.accept(committed);
        } catch (RuntimeException e) {
            LOG.warnf(
                    e,
                    "events could not be passed on after the commit, they are read later: count=%d",
                    committed.size());
        }
    }
}
