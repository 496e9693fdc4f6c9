/** The administrators' view of the issuer whose access tokens DCM accepts. */
@NullMarked
package dcm.user.issuer;

import org.jspecify.annotations.NullMarked;
