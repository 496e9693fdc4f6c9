/** The Kafka broker with its users, and the topics of the log. */
@NullMarked
package dcm.stack.kafka;

import org.jspecify.annotations.NullMarked;
