/**
 * What containers reach on this host: an nftables table of DCM's own, beside the engine's rules. Knows nothing of containers but their
 * networks and published ports.
 */
@NullMarked
package dcm.worker.firewall;

import org.jspecify.annotations.NullMarked;
