/**
 * What becomes somebody else's.
 */
@NullMarked
package dcm.user.handover;

import org.jspecify.annotations.NullMarked;
