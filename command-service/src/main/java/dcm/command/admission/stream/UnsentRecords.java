package dcm.command.admission.stream;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.TransactionAbortedException;
import org.jspecify.annotations.Nullable;

/**
 * The records of a transaction that were not given to the producer yet. Each first record for a partition wakes the producer's network thread, which
 * then looks through all topics to which it has ever written: two for each host. Therefore a transaction's records are sent together. Not
 * thread-safe, except for the returned futures.
 */
final class UnsentRecords {
    /** So that the transfer of a large transaction begins before its end. */
    private static final int LIMIT = 500;

    private final BiConsumer<ProducerRecord<byte[], byte[]>, Callback> producer;
    private final Queue<Unsent> records = new ArrayDeque<>();
    private @Nullable RuntimeException failure;

    /** @param producer sends a record */
    UnsentRecords(BiConsumer<ProducerRecord<byte[], byte[]>, Callback> producer) {
        this.producer = producer;
    }

    private record Unsent(
            ProducerRecord<byte[], byte[]> content,
            @Nullable Callback callback,
            CompletableFuture<RecordMetadata> result) {
        void complete(@Nullable RecordMetadata metadata, @Nullable Exception failure) {
            if (callback != null) {
                callback.onCompletion(metadata, failure);
            }
            if (failure == null) {
                result.complete(metadata);
            } else {
                result.completeExceptionally(failure);
            }
        }
    }

    /** Keeps a record until {@link #send}. */
    Future<RecordMetadata> add(ProducerRecord<byte[], byte[]> content, @Nullable Callback callback) {
        var record = new Unsent(content, callback, new CompletableFuture<>());
        records.add(record);
        if (records.size() >= LIMIT) {
            send();
        }
        return record.result();
    }

    /** Gives the records to the producer. If it refuses one, this and all later records of the transaction fail. */
    void send() {
        for (Unsent record = records.poll(); record != null; record = records.poll()) {
            if (failure == null) {
                try {
                    producer.accept(record.content(), record::complete);
                    if (record.result().isCompletedExceptionally()) {
                        failure = new KafkaException(
                                "A record was refused.", record.result().exceptionNow());
                    }
                    continue;
                } catch (RuntimeException e) {
                    failure = e;
                }
            }
            // Kafka Streams distinguishes the causes that callbacks get, such as another producer that has taken over.
            record.complete(null, failure.getCause() instanceof ApiException cause ? cause : failure);
        }
    }

    /** @throws RuntimeException if the producer refused a record of this transaction */
    void requireSent() {
        if (failure != null) {
            throw failure;
        }
    }

    /** Begins with the next transaction. Callbacks of records that are left are not called, because nobody expects their result. */
    void clear() {
        records.forEach(record -> record.result().completeExceptionally(new TransactionAbortedException()));
        records.clear();
        failure = null;
    }
}
