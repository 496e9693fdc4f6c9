/**
 * Executes orders; create, start and image orders have classes of their own. Each order checks the current state first,
 * so that it can be repeated safely, and ends with a report.
 */
@NullMarked
package dcm.worker.operation;

import org.jspecify.annotations.NullMarked;
