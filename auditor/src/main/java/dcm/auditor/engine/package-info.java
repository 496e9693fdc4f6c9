/**
 * The state of the container engine.
 */
@NullMarked
package dcm.auditor.engine;

import org.jspecify.annotations.NullMarked;
