/**
 * Carries out orders, one class per kind: looks first, adopts what is there, and reports what came of it.
 */
@NullMarked
package dcm.worker.operation;

import org.jspecify.annotations.NullMarked;
