/** Desired state: what a host should have, one record per container, image and owner. Workers reconcile it. */
@NullMarked
package dcm.contract.wanted;

import org.jspecify.annotations.NullMarked;
