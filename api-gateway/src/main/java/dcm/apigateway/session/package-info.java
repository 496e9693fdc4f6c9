/**
 * Browser sessions: sign-in at the issuer, the tokens of each session, and its end. Tokens stay in the gateway; a browser
 * has the random id of its session only. It does not know what a session is used for.
 */
@NullMarked
package dcm.apigateway.session;

import org.jspecify.annotations.NullMarked;
