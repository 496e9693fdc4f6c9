/** The gateway as a client of containers' SSH servers: their host keys, and sessions in them. */
@NullMarked
package dcm.gateway.connect;

import org.jspecify.annotations.NullMarked;
