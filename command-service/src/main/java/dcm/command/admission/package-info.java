/**
 * Admission as a Kafka Streams topology: loads state, calls the pure deciders, and writes events and their effects in
 * one transaction.
 */
@NullMarked
package dcm.command.admission;

import org.jspecify.annotations.NullMarked;
