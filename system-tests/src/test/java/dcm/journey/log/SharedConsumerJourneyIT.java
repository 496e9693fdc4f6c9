package dcm.journey.log;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.contract.topic.Topic;
import dcm.journey.support.Eventually;
import dcm.journey.support.RunningStack;
import dcm.journey.support.TestUser;
import dcm.kafka.LogConsumer;
import dcm.kafka.LogReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Readers that share a consumer of the broker. */
class SharedConsumerJourneyIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    /** Shorter than the broker holds a fetch that waits for records. */
    private static final Duration AT_ONCE = Duration.ofSeconds(3);

    private final LogConsumer consumer =
            LogConsumer.shared("journey", RunningStack.get().installation().kafka());
    private final List<LogReader> readers = new ArrayList<>();

    @AfterEach
    void close() {
        readers.forEach(LogReader::close);
    }

    @Test
    void readersFailAndRetrySeparately() throws InterruptedException {
        Keys accounts = new Keys();
        Keys hosts = new Keys();
        hosts.failing = true;
        LogReader accountReader = read(Topic.ACCOUNTS, accounts);
        LogReader hostReader = read(Topic.HOSTS, hosts);

        assertThat(accountReader.awaitCaughtUp(SOON)).isTrue();
        Eventually.that("the reader of hosts fails", () -> hostReader.failure().isPresent());
        TestUser ann = TestUser.joins("ann");
        Eventually.that("the new account is read", () -> accounts.count(ann.name()) > 0);
        assertThat(hostReader.isCaughtUp()).isFalse();
        assertThat(accountReader.failure()).isEmpty();

        hosts.failing = false;
        assertThat(hostReader.awaitCaughtUp(SOON)).isTrue();
        assertThat(hostReader.failure()).isEmpty();
        assertThat(hosts.count("t1")).isPositive();
    }

    @Test
    void readersThatAreAddedAndClosedLaterDoNotDisturbOthers() throws InterruptedException {
        Keys accounts = new Keys();
        Keys again = new Keys();
        TestUser bob = TestUser.joins("bob");
        assertThat(read(Topic.ACCOUNTS, accounts).awaitCaughtUp(SOON)).isTrue();
        int before = accounts.count(bob.name());

        LogReader later = read(Topic.ACCOUNTS, again);
        assertThat(later.awaitCaughtUp(AT_ONCE)).isTrue();
        assertThat(again.count(bob.name())).isPositive();
        assertThat(accounts.count(bob.name())).isEqualTo(before);

        later.close();
        TestUser cem = TestUser.joins("cem");
        Eventually.that("the new account is read", () -> accounts.count(cem.name()) > 0);
        assertThat(again.count(cem.name())).isZero();
    }

    private LogReader read(Topic topic, Keys keys) {
        LogReader reader = LogReader.ofTable(topic.topicName(), consumer, topic, keys::take);
        readers.add(reader);
        return reader.start();
    }

    /** The keys of the records that were handled. */
    private static final class Keys {
        private final Queue<String> handled = new ConcurrentLinkedQueue<>();
        private volatile boolean failing;

        void take(ConsumerRecords<String, byte[]> records) {
            if (failing) {
                throw new IllegalStateException("planted");
            }
            for (ConsumerRecord<String, byte[]> record : records) {
                handled.add(record.key());
            }
        }

        int count(String key) {
            return (int) handled.stream().filter(key::equals).count();
        }
    }
}
