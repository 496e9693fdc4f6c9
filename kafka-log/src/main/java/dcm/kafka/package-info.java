/**
 * The contract's messages in Kafka: records, topics and self-recovering readers. Depends on the Kafka clients, not on
 * services.
 */
@NullMarked
package dcm.kafka;

import org.jspecify.annotations.NullMarked;
