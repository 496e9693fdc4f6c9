/** Assigns requests to traces, for log lines and records. */
@NullMarked
package dcm.rest.trace;

import org.jspecify.annotations.NullMarked;
