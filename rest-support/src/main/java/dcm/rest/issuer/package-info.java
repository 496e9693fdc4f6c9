/** The issuer whose access tokens DCM accepts: its settings, the type of its tokens, and why a token is rejected. */
@NullMarked
package dcm.rest.issuer;

import org.jspecify.annotations.NullMarked;
