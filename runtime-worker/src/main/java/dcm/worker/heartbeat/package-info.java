/** Reports every few seconds that this host is alive and what it offers. */
@NullMarked
package dcm.worker.heartbeat;

import org.jspecify.annotations.NullMarked;
