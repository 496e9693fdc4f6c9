/**
 * Reads the log into the views: checks the order of events, stores positions in the same transaction as the rows,
 * resumes after failures.
 */
@NullMarked
package dcm.projection.replay;

import org.jspecify.annotations.NullMarked;
