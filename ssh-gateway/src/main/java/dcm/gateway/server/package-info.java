/** The SSH server: what it offers, and that it offers nothing else. */
@NullMarked
package dcm.gateway.server;

import org.jspecify.annotations.NullMarked;
