/**
 * Compares what this host should have with what its engine has.
 */
@NullMarked
package dcm.worker.reconcile;

import org.jspecify.annotations.NullMarked;
