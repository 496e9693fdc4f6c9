package dcm.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class LogReaderTest {
    @Test
    void readerContinuesAfterAnErrorAndReportsIt() throws InterruptedException {
        var attempts = new CountDownLatch(2);
        LogReader.Start failing = (consumer, partitions, handled) -> {
            attempts.countDown();
            throw new StackOverflowError("planted");
        };

        try (var reader = new LogReader(
                        "test",
                        KafkaConnection.plain("127.0.0.1:9", "test", "test"),
                        List.of(new TopicPartition("dcm.events", 0)),
                        failing,
                        records -> {})
                .start()) {
            assertThat(attempts.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(reader.failure()).containsInstanceOf(StackOverflowError.class);
        }
    }
}
