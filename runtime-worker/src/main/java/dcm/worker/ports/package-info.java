/** Allocates this host's ports to containers; each port to one container only. */
@NullMarked
package dcm.worker.ports;

import org.jspecify.annotations.NullMarked;
