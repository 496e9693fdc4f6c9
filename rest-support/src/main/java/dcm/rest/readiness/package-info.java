/** The readiness check for the service's log readers. */
@NullMarked
package dcm.rest.readiness;

import org.jspecify.annotations.NullMarked;
