/**
 * Threads that live as long as the worker, and whose failure makes it unhealthy. Knows nothing of what they do.
 */
@NullMarked
package dcm.worker.supervision;

import org.jspecify.annotations.NullMarked;
