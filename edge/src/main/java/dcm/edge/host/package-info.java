/** The latest snapshots of hosts. */
@NullMarked
package dcm.edge.host;

import org.jspecify.annotations.NullMarked;
