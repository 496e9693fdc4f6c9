/** Executes orders, one class per kind: each inspects first, adopts what exists, and returns a report. */
@NullMarked
package dcm.worker.operation;

import org.jspecify.annotations.NullMarked;
