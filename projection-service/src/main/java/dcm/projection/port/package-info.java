/** The port view, by owner: the ports that containers publish, without SSH ports. */
@NullMarked
package dcm.projection.port;

import org.jspecify.annotations.NullMarked;
