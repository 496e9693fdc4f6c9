/**
 * The port view per owner: what her containers publish besides SSH.
 */
@NullMarked
package dcm.projection.port;

import org.jspecify.annotations.NullMarked;
