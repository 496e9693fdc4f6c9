/** Desired state: what a host should have, one record per container, image and owner. Workers reconcile it. */
@NullMarked
package dcm.contract.desired;

import org.jspecify.annotations.NullMarked;
