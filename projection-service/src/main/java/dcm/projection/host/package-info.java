/** The latest snapshots of hosts, held in memory and read again at each start. */
@NullMarked
package dcm.projection.host;

import org.jspecify.annotations.NullMarked;
