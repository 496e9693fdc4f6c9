/** The SSH server and what it offers. */
@NullMarked
package dcm.gateway.server;

import org.jspecify.annotations.NullMarked;
