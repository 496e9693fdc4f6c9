/**
 * Facts: what admission decided and what was seen to happen. Kept for ever, so a meaning is never changed.
 */
@NullMarked
package dcm.contract.event;

import org.jspecify.annotations.NullMarked;
