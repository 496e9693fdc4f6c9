/**
 * Whether the service's readers of the log are caught up and alive.
 */
@NullMarked
package dcm.edge.readiness;

import org.jspecify.annotations.NullMarked;
