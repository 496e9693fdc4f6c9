/** The readiness check for the service's log readers. */
@NullMarked
package dcm.edge.readiness;

import org.jspecify.annotations.NullMarked;
