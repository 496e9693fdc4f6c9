/** The metrics that all services share. */
@NullMarked
package dcm.rest.metrics;

import org.jspecify.annotations.NullMarked;
