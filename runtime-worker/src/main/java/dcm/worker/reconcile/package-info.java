/** Reconciles this host's desired state with what its engine has. */
@NullMarked
package dcm.worker.reconcile;

import org.jspecify.annotations.NullMarked;
