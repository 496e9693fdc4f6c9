/**
 * Gives this host's ports to containers, each once.
 */
@NullMarked
package dcm.worker.ports;

import org.jspecify.annotations.NullMarked;
