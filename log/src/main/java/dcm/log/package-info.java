/**
 * The contract's messages in Kafka: what a record looks like, which topics there are, and readers that recover by
 * themselves. Knows the Kafka clients and nothing of services.
 */
@NullMarked
package dcm.log;

import org.jspecify.annotations.NullMarked;
