package dcm.command.admission.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TransactionAbortedException;
import org.junit.jupiter.api.Test;

class UnsentRecordsTest {
    private static final RecordMetadata WRITTEN = new RecordMetadata(new TopicPartition("t", 0), 7, 0, 0, 0, 0);
    private static final ProducerFencedException CAUSE = new ProducerFencedException("another has taken over");
    private static final KafkaException FENCED = new KafkaException("in an error state", CAUSE);

    private final List<String> sent = new ArrayList<>();
    private final List<Callback> callbacks = new ArrayList<>();
    private final List<Exception> failures = new ArrayList<>();
    private int accepted = Integer.MAX_VALUE;
    private boolean refused;
    private final UnsentRecords unsent = new UnsentRecords((record, callback) -> {
        if (sent.size() == accepted) {
            throw FENCED;
        }
        sent.add(record.topic());
        callbacks.add(callback);
        if (refused) {
            callback.onCompletion(WRITTEN, CAUSE);
        }
    });

    @Test
    void recordsAreSentTogetherInTheirOrder() {
        add("a");
        add("b");
        assertThat(sent).isEmpty();

        unsent.send();
        assertThat(sent).containsExactly("a", "b");

        unsent.send();
        assertThat(sent).hasSize(2);
    }

    @Test
    void largeTransactionIsSentBeforeItsEnd() {
        for (int i = 0; i < 499; i++) {
            add("a");
        }
        assertThat(sent).isEmpty();

        add("a");
        assertThat(sent).hasSize(500);
    }

    @Test
    void resultOfTheProducerIsPassedOn() {
        Future<RecordMetadata> written = add("a");
        Future<RecordMetadata> refused = add("b");
        Future<RecordMetadata> withoutCallback = unsent.add(new ProducerRecord<>("c", new byte[0]), null);
        unsent.send();
        assertThat(written).isNotDone();

        var tooLarge = new KafkaException("too large");
        callbacks.get(0).onCompletion(WRITTEN, null);
        callbacks.get(1).onCompletion(WRITTEN, tooLarge);
        callbacks.get(2).onCompletion(WRITTEN, null);

        assertThat(written.resultNow()).isEqualTo(WRITTEN);
        assertThat(refused.exceptionNow()).isEqualTo(tooLarge);
        assertThat(withoutCallback.resultNow()).isEqualTo(WRITTEN);
        assertThat(failures).containsExactly(tooLarge);
    }

    @Test
    void afterAnExceptionAllOtherRecordsFailAndTheTransactionCannotBeCommitted() {
        accepted = 1;
        add("a");
        Future<RecordMetadata> refused = add("b");
        Future<RecordMetadata> next = add("c");

        unsent.send();
        Future<RecordMetadata> later = add("d");
        unsent.send();

        assertThat(sent).containsExactly("a");
        assertThat(failures).containsExactly(CAUSE, CAUSE, CAUSE);
        assertThat(List.of(refused, next, later)).allMatch(result -> result.exceptionNow() == CAUSE);
        assertThatThrownBy(unsent::requireSent).isSameAs(FENCED);
    }

    @Test
    void afterARefusalInTheCallbackTheProducerIsNotAskedAgain() {
        refused = true;
        add("a");
        add("b");

        unsent.send();

        assertThat(sent).containsExactly("a");
        assertThat(failures).containsExactly(CAUSE, CAUSE);
        assertThatThrownBy(unsent::requireSent).hasCause(CAUSE);
    }

    @Test
    void recordsOfAnAbortedTransactionAreNeitherSentNorReported() {
        accepted = 0;
        add("a");
        unsent.send();
        failures.clear();
        Future<RecordMetadata> aborted = add("b");

        unsent.clear();
        accepted = 1;
        add("c");
        unsent.send();

        assertThat(aborted.exceptionNow()).isInstanceOf(TransactionAbortedException.class);
        assertThat(failures).isEmpty();
        assertThat(sent).containsExactly("c");
        assertThatCode(unsent::requireSent).doesNotThrowAnyException();
    }

    private Future<RecordMetadata> add(String topic) {
        return unsent.add(new ProducerRecord<>(topic, new byte[0]), (_, failure) -> {
            if (failure != null) {
                failures.add(failure);
            }
        });
    }
}
