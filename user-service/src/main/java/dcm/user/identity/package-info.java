/**
 * Sign-ins at the identity provider: managed by DCM in its own realm, or left to the administrators of another issuer.
 */
@NullMarked
package dcm.user.identity;

import org.jspecify.annotations.NullMarked;
