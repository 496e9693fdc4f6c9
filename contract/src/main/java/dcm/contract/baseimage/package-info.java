/** Base images: their sources, and the progress of hosts that prepare them. */
@NullMarked
package dcm.contract.baseimage;

import org.jspecify.annotations.NullMarked;
