/** Base images: their sources, and the progress of hosts that prepare them. */
@NullMarked
package dcm.contract.base;

import org.jspecify.annotations.NullMarked;
