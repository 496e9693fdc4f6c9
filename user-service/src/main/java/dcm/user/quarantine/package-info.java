/**
 * Administrators' decisions about records that admission could not process. The list of them is a view.
 */
@NullMarked
package dcm.user.quarantine;

import org.jspecify.annotations.NullMarked;
