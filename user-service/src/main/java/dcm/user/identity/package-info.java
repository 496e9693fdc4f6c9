/**
 * Sign-ins at the identity provider: made with accounts where DCM has the provider to itself, and left to others elsewhere.
 */
@NullMarked
package dcm.user.identity;

import org.jspecify.annotations.NullMarked;
