/**
 * What the container engine says.
 */
@NullMarked
package dcm.auditor.engine;

import org.jspecify.annotations.NullMarked;
