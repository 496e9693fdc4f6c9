/** The gateway as a token issuer: rotating keys, short-lived tokens. */
@NullMarked
package dcm.gateway.token;

import org.jspecify.annotations.NullMarked;
