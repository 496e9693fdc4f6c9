package dcm.command.admission.stream;

import dcm.contract.identity.HostName;
import dcm.contract.topic.Topic;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An output record.
 *
 * @param host the host to whose topic it belongs; null if the topic belongs to no host
 * @param partition null to use the hash of the key
 * @param value null for a tombstone
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record OutgoingRecord(@Nullable HostName host, @Nullable Integer partition, byte @Nullable [] value) {
    /** The name of the topic, which is of this kind. */
    String topicName(Topic topic) {
        return topic.isPerHost() ? topic.topicName(Objects.requireNonNull(host)) : topic.topicName();
    }

    /** The name of the sink that writes records to a topic. */
    static String sink(Topic topic) {
        return "to-" + topic.topicName();
    }
}
