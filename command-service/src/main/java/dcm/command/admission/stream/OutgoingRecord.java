package dcm.command.admission.stream;

import dcm.contract.topic.Topic;
import org.jspecify.annotations.Nullable;

/**
 * An output record.
 *
 * @param partition null to use the hash of the key
 * @param value null for a tombstone
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record OutgoingRecord(@Nullable Integer partition, byte @Nullable [] value) {
    /** The name of the sink that writes records to a topic. */
    static String sink(Topic topic) {
        return "to-" + topic.topicName();
    }
}
