/**
 * Compares the log, the views and the container engine of one installation, and reports every difference as a finding. It reads
 * and never writes.
 */
@NullMarked
package dcm.auditor;

import org.jspecify.annotations.NullMarked;
