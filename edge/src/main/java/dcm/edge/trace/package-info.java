/** Assigns requests to traces, for log lines and records. */
@NullMarked
package dcm.edge.trace;

import org.jspecify.annotations.NullMarked;
