/** The administrators' API for transfers between accounts. */
@NullMarked
package dcm.user.handover;

import org.jspecify.annotations.NullMarked;
