/** Reports to the log what this host did and observed. */
@NullMarked
package dcm.worker.report;

import org.jspecify.annotations.NullMarked;
