/** The administrators' API for grants: which account can use which preset, and until when. */
@NullMarked
package dcm.user.grant;

import org.jspecify.annotations.NullMarked;
