package dcm.command.notice;

import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.codec.UnreadableRecordException;
import dcm.contract.envelope.Message;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.InvalidValueException;
import dcm.contract.notice.ContainerLaunched;
import dcm.contract.notice.Notice;
import dcm.contract.topic.Topic;
import dcm.log.KafkaConnection;
import dcm.log.KafkaRecords;
import dcm.log.LogReader;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jboss.logging.Logger;

/** Follows {@code dcm.notices} from the moment the service starts, for those who wait for their container to be started. Thread-safe. */
@Startup
@ApplicationScoped
public class Launches {
    private static final Logger LOG = Logger.getLogger(Launches.class);

    private final Codec<Notice> codec = new Codec<>(Families.NOTICES);
    private final Map<IntentId, Set<Launch>> expected = new ConcurrentHashMap<>();
    private final LogReader reader;

    /** Nobody else depends on its reader, so it is none of those without which the service is not ready. */
    Launches(KafkaConnection connection) {
        reader = new LogReader(
                "notices",
                connection,
                LogReader.partitions(Topic.NOTICES.topicName(), Topic.NOTICES.partitions()),
                // After a failure, too: what was hinted at meanwhile is of no use any more, and may be gone.
                (consumer, partitions, handled) -> consumer.endOffsets(partitions),
                this::take);
    }

    @PostConstruct
    void start() {
        reader.start();
    }

    @PreDestroy
    void stop() {
        reader.close();
    }

    /** Begins to wait for the container that {@code intent} asks for; to be called before the intent is appended. */
    public Launch expect(IntentId intent) {
        Launch launch = new Launch(intent);
        expected.compute(intent, (id, others) -> {
            Set<Launch> all = others == null ? ConcurrentHashMap.newKeySet() : others;
            all.add(launch);
            return all;
        });
        return launch;
    }

    void take(ConsumerRecords<String, byte[]> records) {
        if (expected.isEmpty()) {
            return;
        }
        for (ConsumerRecord<String, byte[]> record : records) {
            try {
                hear(KafkaRecords.message(codec, record));
            } catch (UnreadableRecordException | InvalidValueException e) {
                // A newer worker's, perhaps. Unlike a record of the log, a hint can be done without.
                LOG.debugf("a notice is passed over: %s", e.getMessage());
            }
        }
    }

    private void hear(Message<Notice> message) {
        Set<Launch> waiting =
                expected.getOrDefault(new IntentId(message.envelope().correlation()), Set.of());
        switch (message.payload()) {
            case ContainerLaunched launched -> waiting.forEach(launch -> launch.heard.complete(launched));
        }
    }

    /** Someone's wait for one container to be started. To be closed when it is over. */
    public final class Launch implements AutoCloseable {
        private final IntentId intent;
        private final CompletableFuture<ContainerLaunched> heard = new CompletableFuture<>();

        private Launch(IntentId intent) {
            this.intent = intent;
        }

        /** Complete once it is started; perhaps never. */
        public CompletableFuture<ContainerLaunched> heard() {
            return heard;
        }

        @Override
        public void close() {
            expected.computeIfPresent(intent, (id, all) -> {
                all.remove(this);
                return all.isEmpty() ? null : all;
            });
        }
    }
}
