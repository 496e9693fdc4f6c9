/** The Kafka topics with their retention and fixed partition counts. */
@NullMarked
package dcm.contract.topic;

import org.jspecify.annotations.NullMarked;
