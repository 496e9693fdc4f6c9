/** Threads that run as long as the worker and whose failure makes it unhealthy. Knows nothing of their tasks. */
@NullMarked
package dcm.worker.supervision;

import org.jspecify.annotations.NullMarked;
