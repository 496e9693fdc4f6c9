/** Jumps through the gateway: channels to the user's own containers only. */
@NullMarked
package dcm.gateway.jump;

import org.jspecify.annotations.NullMarked;
