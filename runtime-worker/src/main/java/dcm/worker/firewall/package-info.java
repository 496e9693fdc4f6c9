/**
 * Limits what containers can reach on this host with an nftables table beside the engine's rules. Knows only
 * containers' networks and published ports.
 */
@NullMarked
package dcm.worker.firewall;

import org.jspecify.annotations.NullMarked;
