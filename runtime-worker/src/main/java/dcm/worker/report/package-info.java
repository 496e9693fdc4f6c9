/**
 * Tells the log what this host did and saw.
 */
@NullMarked
package dcm.worker.report;

import org.jspecify.annotations.NullMarked;
