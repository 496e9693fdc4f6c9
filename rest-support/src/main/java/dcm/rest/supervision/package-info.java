/** Threads that run as long as a service and whose failure makes it unhealthy. Knows nothing of their tasks. */
@NullMarked
package dcm.rest.supervision;

import org.jspecify.annotations.NullMarked;
