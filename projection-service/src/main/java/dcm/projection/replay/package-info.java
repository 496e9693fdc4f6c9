/**
 * Reads the log into the views: ordering, positions in the same transaction as the rows, starting again after failures.
 */
@NullMarked
package dcm.projection.replay;

import org.jspecify.annotations.NullMarked;
