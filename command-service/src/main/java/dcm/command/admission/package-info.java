/**
 * Admission as a Kafka Streams topology: loads state, asks the pure deciders, writes events and what follows from them in one transaction.
 */
@NullMarked
package dcm.command.admission;

import org.jspecify.annotations.NullMarked;
