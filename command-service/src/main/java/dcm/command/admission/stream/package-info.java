/**
 * Admission as a Kafka Streams topology: loads state, calls the pure deciders, and writes events and their effects in
 * one transaction. The only package of admission that does I/O; nothing in admission depends on it.
 */
@NullMarked
package dcm.command.admission.stream;

import org.jspecify.annotations.NullMarked;
