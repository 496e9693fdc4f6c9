/** The gateway as an issuer of tokens: keys that change, tokens that live for a minute. */
@NullMarked
package dcm.gateway.token;

import org.jspecify.annotations.NullMarked;
