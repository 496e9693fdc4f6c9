/** The gateway as a client of containers' SSH servers: host keys and sessions. */
@NullMarked
package dcm.gateway.connect;

import org.jspecify.annotations.NullMarked;
