/** Through the gateway to containers: channels that lead to the person's own and nowhere else. */
@NullMarked
package dcm.gateway.jump;

import org.jspecify.annotations.NullMarked;
