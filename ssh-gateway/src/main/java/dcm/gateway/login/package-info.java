/** Authentication by public key, and limits for logins, connections and channels. */
@NullMarked
package dcm.gateway.login;

import org.jspecify.annotations.NullMarked;
