/**
 * The checks: one class each, pure functions of the log, the views and the engine.
 */
@NullMarked
package dcm.auditor.check;

import org.jspecify.annotations.NullMarked;
