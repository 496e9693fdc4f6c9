/** Configures the service's connection to the log. {@code dcm.log} reads and writes records. */
@NullMarked
package dcm.edge.log;

import org.jspecify.annotations.NullMarked;
