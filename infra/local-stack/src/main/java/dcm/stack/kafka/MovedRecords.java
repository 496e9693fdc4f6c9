package dcm.stack.kafka;

import dcm.contract.identity.HostName;
import dcm.contract.topic.Topic;
import dcm.kafka.KafkaConnection;
import dcm.kafka.LogReader;
import dcm.kafka.TopicProvisioner;
import dcm.stack.machine.StackFailure;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Which records of a shared topic are in the topics of the hosts already. Each moved record has its former position in a
 * header, with the id of the shared topic. Records of one partition are moved to a host in their order, so the last position
 * is enough. Used by one thread at a time.
 */
final class MovedRecords {
    private static final String HEADER = "dcm_movedfrom";

    private final String topicId;
    /** The last offset, by host and partition. */
    private final Map<String, Long> last = new HashMap<>();

    private MovedRecords(String topicId) {
        this.topicId = topicId;
    }

    /** Reads the topics of all hosts. */
    static MovedRecords read(Admin admin, KafkaConnection connection, Topic topic, Duration bound)
            throws InterruptedException, ExecutionException, TimeoutException {
        String name = topic.topicName();
        TopicDescription shared =
                admin.describeTopics(List.of(name)).allTopicNames().get().get(name);
        MovedRecords moved =
                new MovedRecords(Objects.requireNonNull(shared).topicId().toString());
        for (HostName host : TopicProvisioner.hosts(admin)) {
            try (LogReader reader = new LogReader(
                    topic.topicName(host),
                    connection,
                    LogReader.partitions(topic.topicName(host), 1),
                    LogReader.Start.BEGINNING,
                    records -> records.forEach(record -> moved.found(host, record.headers())))) {
                if (!reader.start().awaitCaughtUp(bound)) {
                    throw new StackFailure("Cannot read %s in time.".formatted(topic.topicName(host)));
                }
            }
        }
        return moved;
    }

    private void found(HostName host, Headers headers) {
        Header header = headers.lastHeader(HEADER);
        if (header != null) {
            String[] position = new String(header.value(), StandardCharsets.US_ASCII).split("/", -1);
            if (position.length == 3 && position[0].equals(topicId)) {
                last.merge(host + "/" + position[1], Long.parseLong(position[2]), Math::max);
            }
        }
    }

    boolean contains(HostName host, ConsumerRecord<String, byte[]> record) {
        return last.getOrDefault(host + "/" + record.partition(), -1L) >= record.offset();
    }

    /** Called when the record is in the host's topic. */
    void add(HostName host, ConsumerRecord<String, byte[]> record) {
        last.put(host + "/" + record.partition(), record.offset());
    }

    /** The headers of the record in the host's topic. */
    Headers headers(ConsumerRecord<String, byte[]> record) {
        String position = topicId + "/" + record.partition() + "/" + record.offset();
        Headers headers = new RecordHeaders(record.headers());
        headers.add(HEADER, position.getBytes(StandardCharsets.US_ASCII));
        return headers;
    }
}
