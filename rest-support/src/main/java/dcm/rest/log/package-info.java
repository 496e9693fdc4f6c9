/** Configures the service's connection to the log. {@code dcm.kafka} reads and writes records. */
@NullMarked
package dcm.rest.log;

import org.jspecify.annotations.NullMarked;
