/**
 * The archive of the log: compressed files with the oldest records of {@code dcm.intents} and {@code dcm.events}, which are not in the
 * topics any more. Knows no services; see decision 75.
 */
@NullMarked
package dcm.kafka.archive;

import org.jspecify.annotations.NullMarked;
